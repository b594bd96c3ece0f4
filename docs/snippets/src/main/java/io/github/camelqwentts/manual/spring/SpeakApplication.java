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
package io.github.camelqwentts.manual.spring;

// tag::application[]
import org.apache.camel.builder.LambdaRouteBuilder;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

@SpringBootApplication
public class SpeakApplication {

    public static void main(String[] args) {
        SpringApplication.run(SpeakApplication.class, args);
    }

    @Bean
    LambdaRouteBuilder speak() {
        return route -> route.from("file:scripts?include=.*\\.txt&moveFailed=.failed")
                .to("qwen-tts:synthesize")
                .to("file:audio");
    }
}
// end::application[]
