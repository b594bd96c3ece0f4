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
package io.github.camelqwentts.examples.s3upload;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

import io.github.camelqwentts.emulator.RunwareEmulator;
import org.apache.camel.main.Main;

/**
 * Runs the route in {@code camel/upload.camel.yaml}. The system property {@code bucket} names a bucket at AWS; without it a
 * store in this process is used, at the port that {@code port} names. Without {@code RUNWARE_API_KEY} the emulator speaks.
 */
public final class S3Upload {

    private static final String LOCAL_BUCKET = "speech";

    private S3Upload() {}

    public static void main(String[] args) throws Exception {
        String bucket = System.getProperty("bucket", "");
        int port = Integer.getInteger("port", 8084);
        if (bucket.isBlank() && !isFree(port)) {
            System.err.println("Port " + port + " is in use; choose another one with -Dport=");
            System.exit(1);
        }
        System.out.println("Write texts (*.txt) into the folder " + System.getProperty("folder", "texts")
                + "; their audio appears in the bucket " + (bucket.isBlank() ? LOCAL_BUCKET : bucket)
                + ". Ctrl+C stops.");
        Main main = new Main();
        if (!bucket.isBlank()) {
            main.addInitialProperty("store", "s3://" + bucket);
            main.addInitialProperty("camel.component.aws2-s3.use-default-credentials-provider", "true");
            run(main, args);
            return;
        }
        System.out.println("bucket is not set: the store is in this process, and is empty after it.");
        try (LocalStore store = LocalStore.start(port, LOCAL_BUCKET)) {
            main.addInitialProperty("bucket", LOCAL_BUCKET);
            main.addInitialProperty("store", store.url() + "/" + LOCAL_BUCKET);
            main.addInitialProperty("camel.component.aws2-s3.uri-endpoint-override", store.url());
            main.addInitialProperty("camel.component.aws2-s3.override-endpoint", "true");
            main.addInitialProperty("camel.component.aws2-s3.force-path-style", "true");
            main.addInitialProperty("camel.component.aws2-s3.region", "us-east-1");
            main.addInitialProperty("camel.component.aws2-s3.access-key", "any");
            main.addInitialProperty("camel.component.aws2-s3.secret-key", "any");
            run(main, args);
        }
    }

    private static void run(Main main, String[] args) throws Exception {
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

    private static boolean isFree(int port) {
        try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return probe.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
