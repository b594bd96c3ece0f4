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

import java.util.HashMap;
import java.util.Map;

import com.adobe.testing.s3mock.S3MockApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.ConfigurableApplicationContext;

/** An S3 store in this process. It keeps objects until it is closed, and accepts any credentials. */
final class LocalStore implements AutoCloseable {

    private final String url;
    private final ConfigurableApplicationContext context;

    private LocalStore(String url, ConfigurableApplicationContext context) {
        this.url = url;
        this.context = context;
    }

    /** @param bucket bucket that the store has from the beginning */
    static LocalStore start(int port, String bucket) {
        Map<String, Object> properties = new HashMap<>();
        properties.put("server.address", "127.0.0.1");
        properties.put("server.port", port);
        // Tomcat would leave a new folder behind in each run.
        properties.put("server.tomcat.basedir", System.getProperty("java.io.tmpdir") + "/camel-qwen-tts-s3-tomcat");
        properties.put("com.adobe.testing.s3mock.store.initialBuckets", bucket);
        // S3Mock has these in its application.properties, which are hidden by those of this example.
        properties.put("com.adobe.testing.s3mock.region", "us-east-1");
        properties.put("spring.main.lazy-initialization", true);
        properties.put("logging.level.root", "WARN");
        properties.put("spring.main.banner-mode", "off");
        // S3Mock adds a second port, which every machine of the network could reach.
        WebServerFactoryCustomizer<TomcatServletWebServerFactory> onePort =
                server -> server.getAdditionalTomcatConnectors().clear();
        return new LocalStore(
                "http://127.0.0.1:" + port,
                new SpringApplicationBuilder(S3MockApplication.class)
                        .properties(properties)
                        .initializers(context -> context.getBeanFactory().registerSingleton("onePort", onePort))
                        .run());
    }

    String url() {
        return url;
    }

    @Override
    public void close() {
        context.close();
    }
}
