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

    private PhonePrompts() {}

    public static void main(String[] args) throws Exception {
        Path list = Path.of(System.getProperty("prompts", "examples/phone-prompts/prompts.csv"));
        Path out = Path.of(System.getProperty("out", "prompts"));
        String key = System.getenv("RUNWARE_API_KEY");
        if (key != null && !key.isBlank()) {
            System.out.println(run(new Main(), list, out).summary());
            return;
        }
        try (RunwareEmulator emulator = RunwareEmulator.builder().build().start()) {
            System.out.println(run(mainWith(emulator), list, out).summary());
        }
    }

    static Main mainWith(RunwareEmulator emulator) {
        Main main = new Main();
        main.addInitialProperty("camel.component.qwen-tts.base-url", emulator.url());
        main.addInitialProperty("camel.component.qwen-tts.api-key", "none-needed");
        return main;
    }

    /** @throws IllegalArgumentException if the list is not what it should be; nothing was spoken then */
    static PromptRun run(Main main, Path list, Path out) throws Exception {
        PromptRun run = new PromptRun(PromptList.read(list), out);
        main.configure().addRoutesBuilder(new PromptRoute());
        main.start();
        try {
            main.getCamelTemplate().sendBody("direct:prompts", run);
        } finally {
            main.stop();
        }
        return run;
    }

    private static final class PromptRoute extends RouteBuilder {

        // @formatter:off
        @Override
        public void configure() {
            from("direct:prompts").routeId("prompts")
                .setProperty("run", body())
                .setBody(exchange -> exchange.getMessage().getBody(PromptRun.class).requests())
                .filter(exchange -> !exchange.getMessage().getBody(List.class).isEmpty())
                    .log("Speaking what has changed")
                    .to("qwen-tts:synthesize?outputFormat=WAV&includeCost=true&continueOnError=true")
                    .process(exchange -> run(exchange).store(results(exchange)))
                .end()
                .process(exchange -> run(exchange).writeReport());
        }
        // @formatter:on

        private static PromptRun run(Exchange exchange) {
            return exchange.getProperty("run", PromptRun.class);
        }

        @SuppressWarnings("unchecked")
        private static List<SpeechResult> results(Exchange exchange) {
            return exchange.getMessage().getBody(List.class);
        }
    }
}
