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
package io.github.camelqwentts.examples.prompts;

import java.nio.file.Path;
import java.util.List;

import io.github.camelqwentts.emulator.RunwareEmulator;
import io.github.camelqwentts.speech.SpeechResult;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.Main;

/**
 * Makes WAV files for a telephone system of a list of prompts. The system property {@code prompts} names the list, and
 * {@code out} the folder. Without {@code RUNWARE_API_KEY} the emulator speaks.
 */
public final class PhonePrompts {

    private static final int EMULATOR_PORT = 8087;

    private PhonePrompts() {}

    public static void main(String[] args) throws Exception {
        try {
            run(
                    Path.of(System.getProperty("prompts", "examples/phone-prompts/prompts.csv")),
                    Path.of(System.getProperty("out", "prompts")),
                    System.getenv("RUNWARE_API_KEY"));
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    /** @param key the key in the environment; null or blank if there is none, and the emulator speaks */
    private static void run(Path list, Path out, String key) throws Exception {
        List<Prompt> prompts = PromptList.read(list);
        System.out.println("Speaking " + prompts.size() + " prompts into the folder " + out + "; Ctrl+C stops.");
        Report report;
        if (key != null && !key.isBlank()) {
            report = run(new Main(), prompts, out);
        } else {
            System.out.println("RUNWARE_API_KEY is not set: the local emulator speaks, whose voice is not Qwen.");
            try (RunwareEmulator emulator = startEmulator()) {
                report = run(mainWith(emulator), prompts, out);
            }
        }
        System.out.println(report.summary());
        System.out.println("See " + out.resolve(Report.FILE_NAME));
    }

    /** Audio in the cache belongs to the address of the API, so the emulator has the same port in each run. */
    private static RunwareEmulator startEmulator() {
        try {
            return RunwareEmulator.builder().port(EMULATOR_PORT).build().start();
        } catch (IllegalStateException e) {
            throw new IllegalArgumentException("Port " + EMULATOR_PORT + " of the emulator is in use", e);
        }
    }

    static Main mainWith(RunwareEmulator emulator) {
        Main main = new Main();
        main.addInitialProperty("camel.component.qwen-tts.base-url", emulator.url());
        main.addInitialProperty("camel.component.qwen-tts.api-key", "none-needed");
        return main;
    }

    static Report run(Main main, List<Prompt> prompts, Path out) throws Exception {
        main.addInitialProperty("out", out.toString());
        main.bind("progress", new Progress());
        main.configure().addRoutesBuilder(new PromptRoute());
        main.start();
        try {
            return main.getCamelTemplate().requestBody("direct:prompts", prompts, Report.class);
        } finally {
            main.stop();
        }
    }

    private static final class PromptRoute extends RouteBuilder {

        // @formatter:off
        @Override
        public void configure() {
            Path out = Path.of(getContext().resolvePropertyPlaceholders("{{out}}"));

            from("direct:prompts").routeId("prompts")
                .setProperty("prompts", body())
                .setBody(exchange -> prompts(exchange).stream().map(Prompt::toRequest).toList())
                .to("qwen-tts:synthesize?outputFormat=WAV&includeCost=true&continueOnError=true")
                .process(exchange -> exchange.getMessage()
                    .setBody(Report.store(prompts(exchange), results(exchange), out)));
        }
        // @formatter:on

        @SuppressWarnings("unchecked")
        private static List<Prompt> prompts(Exchange exchange) {
            return exchange.getProperty("prompts", List.class);
        }

        @SuppressWarnings("unchecked")
        private static List<SpeechResult> results(Exchange exchange) {
            return exchange.getMessage().getBody(List.class);
        }
    }
}
