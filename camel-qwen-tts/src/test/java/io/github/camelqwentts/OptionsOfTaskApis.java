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
package io.github.camelqwentts;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.params.provider.CsvSource;

/** Arguments for a test: an operation, an option, and how a backend without tasks refuses them. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@CsvSource(delimiter = '|', textBlock = """
        submit         |                                       | operation=submit is not valid
        getResponse    |                                       | operation=getResponse is not valid
        getTaskDetails |                                       | operation=getTaskDetails is not valid
        synthesize     | uploadEndpoint=http://localhost/audio | uploadEndpoint (endpoint URI) is not valid
        synthesize     | webhookUrl=http://localhost/hook      | webhookUrl (endpoint URI) is not valid
        synthesize     | deliveryMethod=async                  | deliveryMethod=async (endpoint URI) is not valid
        synthesize     | outputType=URL                        | outputType=URL (endpoint URI) is not valid
        synthesize     | ttl=60                                | ttl=60 (endpoint URI) is not valid
        synthesize     | includeCost=true                      | includeCost=true (endpoint URI) is not valid
        """)
@interface OptionsOfTaskApis {}
