/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.github.camelqwentts.emulator;

import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Pattern;

import com.ibm.icu.text.Transliterator;
import com.sun.speech.freetts.Voice;
import com.sun.speech.freetts.en.us.cmu_us_kal.KevinVoiceDirectory;

/**
 * A stand-in for the model's voices: FreeTTS with its voice kevin16, at another pitch and pace for each preset. It
 * supports English only, so text in other scripts is romanised first and sounds like an English speaker reading it.
 */
final class FreeTtsEngine implements SpeechEngine {

    private static final double NOTHING_TO_SAY_SECONDS = 0.25;
    private static final Pattern UNSPEAKABLE = Pattern.compile("[^A-Za-z0-9 .,;:!?'$%&-]+");
    private static final Pattern SPEAKABLE = Pattern.compile("[A-Za-z0-9]");

    /** Chosen so that a speech recogniser understands each of them; a faster or higher voice is understood less well. */
    private static final Map<String, Prosody> MANNERS = Map.ofEntries(
            Map.entry("vivian", new Prosody(175, 145)),
            Map.entry("serena", new Prosody(160, 125)),
            Map.entry("uncle_fu", new Prosody(70, 125)),
            Map.entry("dylan", new Prosody(130, 145)),
            Map.entry("eric", new Prosody(145, 125)),
            Map.entry("ryan", new Prosody(90, 145)),
            Map.entry("aiden", new Prosody(110, 145)),
            Map.entry("ono_anna", new Prosody(220, 125)),
            Map.entry("sohee", new Prosody(190, 125)));

    private static final Prosody ANY_OTHER = new Prosody(160, 125);

    /** Voices that are not in use: loading one takes more than a second, and threads must not share one. */
    private final Queue<Voice> idleVoices = new ConcurrentLinkedQueue<>();

    @Override
    public Pcm speak(Utterance utterance) {
        String text = romanise(utterance.text());
        if (!SPEAKABLE.matcher(text).find()) {
            return Pcm.silence(NOTHING_TO_SAY_SECONDS, SAMPLE_RATE);
        }
        Voice idle = idleVoices.poll();
        Voice voice = idle != null ? idle : load();
        Prosody manner = MANNERS.getOrDefault(utterance.voice(), ANY_OTHER);
        PcmRecorder recorder = new PcmRecorder();
        voice.setAudioPlayer(recorder);
        voice.setPitch(manner.pitch() * (1 + 0.01f * (utterance.seed() % 5)));
        voice.setRate((float) (manner.wordsPerMinute() * utterance.speed()));
        voice.speak(text);
        // Not in a finally block: a voice that failed half way is not used again.
        idleVoices.add(voice);
        Pcm speech = recorder.recorded();
        return speech.samples().length == 0
                ? Pcm.silence(NOTHING_TO_SAY_SECONDS, SAMPLE_RATE)
                : speech.convertTo(SAMPLE_RATE, 1);
    }

    private static String romanise(String text) {
        String ascii = Transliterator.getInstance("Any-Latin; Latin-ASCII").transliterate(text);
        return UNSPEAKABLE.matcher(ascii).replaceAll(" ").strip();
    }

    /** One at a time: while FreeTTS reads its lexicon it keeps the state of that in static fields. */
    private static synchronized Voice load() {
        for (Voice voice : new KevinVoiceDirectory().getVoices()) {
            if ("kevin16".equals(voice.getName())) {
                voice.allocate();
                return voice;
            }
        }
        throw new IllegalStateException("The voice kevin16 is missing from FreeTTS");
    }

    /**
     * Traits of a preset voice.
     *
     * @param pitch the fundamental frequency in Hz
     * @param wordsPerMinute the pace at speed 1
     */
    private record Prosody(float pitch, float wordsPerMinute) {}
}
