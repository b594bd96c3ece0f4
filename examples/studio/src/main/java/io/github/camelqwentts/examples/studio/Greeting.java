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
package io.github.camelqwentts.examples.studio;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.stereotype.Component;
import org.springframework.util.StringUtils;

/** Says where the page is. */
@Component
class Greeting implements ApplicationRunner {

    private static final Logger LOG = LoggerFactory.getLogger(Greeting.class);

    private final int port;
    private final String audio;
    private final boolean emulated;

    Greeting(
            @Value("${server.port}") int port,
            @Value("${studio.audio}") String audio,
            @Value("${RUNWARE_API_KEY:}") String key) {
        this.port = port;
        this.audio = audio;
        this.emulated = !StringUtils.hasText(key);
    }

    @Override
    public void run(ApplicationArguments arguments) {
        LOG.info("Open http://127.0.0.1:{} to speak. Audio is kept for an hour in {}. Ctrl+C stops.", port, audio);
        if (emulated) {
            LOG.info("RUNWARE_API_KEY is not set: the local emulator speaks, whose voice is not Qwen.");
        }
    }
}
