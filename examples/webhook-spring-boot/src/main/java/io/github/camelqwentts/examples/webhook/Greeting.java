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
package io.github.camelqwentts.examples.webhook;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.stereotype.Component;
import org.springframework.util.StringUtils;

/** Says what the application does, and warns if the results cannot arrive. */
@Component
class Greeting implements ApplicationRunner {

    private static final Logger LOG = LoggerFactory.getLogger(Greeting.class);

    private final String texts;
    private final String audio;
    private final String url;
    private final boolean emulated;

    Greeting(
            @Value("${speech.texts}") String texts,
            @Value("${speech.audio}") String audio,
            @Value("${camel.component.qwen-tts.webhook-external-url}") String url,
            @Value("${RUNWARE_API_KEY:}") String key) {
        this.texts = texts;
        this.audio = audio;
        this.url = url;
        this.emulated = !StringUtils.hasText(key);
    }

    @Override
    public void run(ApplicationArguments arguments) {
        LOG.info("Texts (*.txt) in the folder {} are spoken into the folder {}. Ctrl+C stops.", texts, audio);
        if (emulated) {
            LOG.info("RUNWARE_API_KEY is not set: the local emulator speaks, whose voice is not Qwen.");
        } else if (!isReachable(url)) {
            LOG.warn(
                    "The API cannot post results to {}, which is an address of this machine or network alone. Texts are"
                            + " paid for, but their audio does not arrive. Set"
                            + " camel.component.qwen-tts.webhook-external-url to a public https address.",
                    url);
        }
    }

    /** Whether an address may be reached from the internet, as far as can be told without asking there. */
    static boolean isReachable(String url) {
        String host = URI.create(url).getHost();
        if (host == null || host.equals("localhost") || (!host.contains(".") && !host.contains(":"))) {
            return false;
        }
        try {
            InetAddress address = InetAddress.getByName(host);
            return !address.isLoopbackAddress()
                    && !address.isAnyLocalAddress()
                    && !address.isSiteLocalAddress()
                    && !address.isLinkLocalAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
