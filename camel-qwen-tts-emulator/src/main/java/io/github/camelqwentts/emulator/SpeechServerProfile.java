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

import io.github.camelqwentts.emulator.ProfileTraits.HealthStyle;
import io.github.camelqwentts.emulator.ProfileTraits.VoiceList;

import static io.github.camelqwentts.emulator.Delivery.RAW;
import static io.github.camelqwentts.emulator.Delivery.REFUSED;
import static io.github.camelqwentts.emulator.Delivery.SSE;
import static io.github.camelqwentts.emulator.Delivery.WHOLE;

/**
 * The kind and version of the speech server that an {@link OpenAiSpeechEmulator} emulates. The kinds differ in fields,
 * formats, streaming, errors, voices and health.
 */
public enum SpeechServerProfile {
    /** vLLM-Omni since its change of 24 June 2026 (#4679): {@code stream} means events, {@code stream_format=audio} raw. */
    VLLM_OMNI(new ProfileTraits().listsDefaultVoice()),

    /** vLLM-Omni of June 2026, between #4490 and #4679: any stream is raw. */
    VLLM_OMNI_JUNE_2026(new ProfileTraits().streaming(WHOLE, RAW, RAW, RAW).formatNeedsStream()),

    /** vLLM-Omni from 0.16 until #4490: raw streams, {@code stream_format=sse} refused, errors of validation with 422. */
    VLLM_OMNI_0_16(new ProfileTraits()
            .streaming(WHOLE, RAW, RAW, REFUSED)
            .formatNeedsStream()
            .formats("wav", "pcm", "flac", "mp3", "opus", "aac")
            .errors(ErrorShape.DETAIL_LIST, 422)
            .noTokenHeaders()),

    /** vLLM-Omni 0.14: streams PCM only. */
    VLLM_OMNI_0_14(new ProfileTraits()
            .streaming(WHOLE, RAW, RAW, RAW)
            .formatNeedsStream()
            .streamed("pcm")
            .formats("wav", "pcm", "flac", "mp3", "opus", "aac")
            .errors(ErrorShape.DETAIL_LIST, 422)
            .noTokenHeaders()),

    /** The hosted Qwen3-TTS of mittwald: a key and a voice are required. */
    MITTWALD(new ProfileTraits()
            .keyRequired()
            .required("input", "model", "voice")
            .presets(VoiceList.NONE, "vivian")),

    /** OpenAI: standard fields only, always chunked. */
    OPENAI(new ProfileTraits()
            .streaming(RAW, REFUSED, RAW, SSE)
            .streamed("mp3", "opus", "aac", "flac", "wav", "pcm")
            .wholeWhereNotStreamable()
            .sse(SseStyle.BARE)
            .formats("mp3", "opus", "aac", "flac", "wav", "pcm")
            .contentType("application/octet-stream")
            .required("input", "model", "voice")
            .onlyFields("input", "model", "voice", "instructions", "response_format", "speed", "stream_format")
            .limits(4096, 4096)
            .errors(ErrorShape.OPENAI, 400)
            .keyRequired()
            .models("gpt-4o-mini-tts", "tts-1", "tts-1-hd")
            .voices(
                    VoiceList.NONE,
                    "alloy",
                    "ash",
                    "ballad",
                    "coral",
                    "echo",
                    "fable",
                    "onyx",
                    "nova",
                    "sage",
                    "shimmer",
                    "verse")
            .noTokenHeaders()),

    /** SGLang-Omni by its newer document: raw PCM streams of cloned voices, all else whole. */
    SGLANG(new ProfileTraits()
            .streaming(WHOLE, RAW, RAW, RAW)
            .streamed("pcm")
            .onlyClonesStream()
            .formats("wav", "pcm", "flac", "mp3", "opus", "aac")
            .required("input", "model", "voice")
            .limits(4096, 4096)
            .rateHeaders()),

    /** SGLang-Omni by its older document: streams as chunks that end with {@code [DONE]}. */
    SGLANG_CHUNKS(new ProfileTraits()
            .streaming(WHOLE, SSE, SSE, SSE)
            .formatNeedsStream()
            .streamed("pcm")
            .sse(SseStyle.CHUNKS)
            .formats("wav", "pcm", "flac", "mp3", "opus", "aac")
            .limits(4096, 4096)
            .rateHeaders()),

    /** NVIDIA Dynamo since #12100: PCM and WAV are streamed without being requested. */
    DYNAMO(new ProfileTraits()
            .streaming(RAW, RAW, RAW, RAW)
            .wholeWhereNotStreamable()
            .formats("wav", "pcm", "flac", "mp3", "opus", "aac")
            .presets(VoiceList.NONE, "vivian")
            .health(HealthStyle.EMPTY)
            .noTokenHeaders()),

    /** The server of faster-qwen3-tts: PCM and WAV are streamed, unknown voices fall back, the speed has no effect. */
    FASTER_QWEN3(new ProfileTraits()
            .streaming(RAW, RAW, RAW, RAW)
            .wholeWhereNotStreamable()
            .formats("wav", "pcm", "mp3")
            .unknownVoiceFallsBack()
            .errors(ErrorShape.DETAIL, 422)
            .presets(VoiceList.NONE, "vivian")
            .health(HealthStyle.MODEL_LOADED)
            .noTokenHeaders()),

    /** The server of nari: fields of its own, checked strictly, and {@code /ready}. */
    NARI(new ProfileTraits()
            .streaming(WHOLE, RAW, REFUSED, REFUSED)
            .formats("wav", "pcm")
            .onlyFields(
                    "input",
                    "model",
                    "voice",
                    "instructions",
                    "instruct",
                    "response_format",
                    "speed",
                    "stream",
                    "language",
                    "seed",
                    "temperature",
                    "top_p",
                    "top_k",
                    "repetition_penalty",
                    "max_new_tokens",
                    "do_sample",
                    "ignore_eos",
                    "stream_chunk_schedule",
                    "stream_first_chunk_frames",
                    "skip_fixed_bootstrap_audio")
            .onlySpeedOne()
            .errors(ErrorShape.DETAIL_LIST, 422)
            .presets(VoiceList.NONE, "aiden")
            .health(HealthStyle.ALIVE)
            .noTokenHeaders()),

    /** The FastAPI server of groxaxo: MP3 by default, OpenAI's names of models, voices as objects. */
    GROXAXO(new ProfileTraits()
            .streaming(WHOLE, RAW, RAW, RAW)
            .formats("mp3", "opus", "aac", "flac", "wav", "pcm")
            .limits(4096, 4096)
            .errors(ErrorShape.DETAIL_OBJECT, 400)
            .models("qwen3-tts", "tts-1", "tts-1-hd")
            .presets(VoiceList.OBJECTS, "vivian")
            .noTokenHeaders()),

    /** SambaNova: streams of events only, and the voice has no effect. */
    SAMBANOVA(new ProfileTraits()
            .streaming(REFUSED, SSE, SSE, SSE)
            .sse(SseStyle.BARE)
            .unknownVoiceFallsBack()
            .errors(ErrorShape.OPENAI, 400)
            .keyRequired()
            .presets(VoiceList.NONE, "vivian")
            .noTokenHeaders()),

    /** LocalAI: a stream is a WAV in chunks. */
    LOCALAI(new ProfileTraits()
            .streaming(WHOLE, RAW, RAW, RAW)
            .formatNeedsStream()
            .streamed("wav")
            .formats("wav", "pcm", "flac", "mp3", "opus", "aac")
            .errors(ErrorShape.OPENAI, 400)
            .noTokenHeaders()),

    /** OpenRouter: MP3 and PCM, whose rate is in the content type. */
    OPENROUTER(new ProfileTraits()
            .streaming(RAW, RAW, RAW, RAW)
            .streamed("mp3", "pcm")
            .wholeWhereNotStreamable()
            .formats("mp3", "pcm")
            .required("input", "model", "voice")
            .errors(ErrorShape.CODE_AND_MESSAGE, 400)
            .keyRequired()
            .presets(VoiceList.NONE, "vivian")
            .rateInContentType()
            .noTokenHeaders());

    @SuppressWarnings("ImmutableEnumChecker") // changes only while it is built
    private final ProfileTraits traits;

    SpeechServerProfile(ProfileTraits traits) {
        this.traits = traits;
    }

    ProfileTraits traits() {
        return traits;
    }
}
