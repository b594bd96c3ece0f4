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
package io.github.camelqwentts.examples.newsfeed;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

import io.github.camelqwentts.emulator.RunwareEmulator;
import org.apache.camel.main.Main;

/**
 * Speaks the articles of a feed until it is ended. The system property {@code feed} is the URL or the file of the feed, and
 * {@code out} the folder for the audio. Without {@code RUNWARE_API_KEY} the emulator speaks.
 */
public final class NewsFeed {

    private NewsFeed() {}

    public static void main(String[] args) throws Exception {
        String feed = System.getProperty("feed", "examples/news-feed/feed.xml");
        String out = System.getProperty("out", "news-feed");
        boolean isUrl = feed.matches("(https?|file):.*");
        if (!isUrl && !Files.isRegularFile(Path.of(feed))) {
            System.err.println("feed=" + feed + " is neither a URL nor a file");
            System.exit(1);
        }
        System.out.println("Speaking the articles of " + feed + " into the folder " + out
                + ", and new articles as they appear. Ctrl+C stops.");
        Main main = new Main();
        main.addInitialProperty("out", out);
        main.configure()
                .addRoutesBuilder(
                        new FeedRoutes(isUrl ? URI.create(feed) : Path.of(feed).toUri()));
        String key = System.getenv("RUNWARE_API_KEY");
        if (key != null && !key.isBlank()) {
            main.run(args);
            return;
        }
        System.out.println("RUNWARE_API_KEY is not set: the local emulator speaks, whose voice is not Qwen.");
        try (RunwareEmulator emulator = RunwareEmulator.builder().build().start()) {
            main.addInitialProperty("camel.component.qwen-tts.base-url", emulator.url());
            main.addInitialProperty("camel.component.qwen-tts.api-key", "none-needed");
            main.run(args);
        }
    }
}
