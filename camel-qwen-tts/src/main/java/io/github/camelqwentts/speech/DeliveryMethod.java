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
package io.github.camelqwentts.speech;

import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * When the audio is returned: {@code deliveryMethod}.
 *
 * @since 1.0
 */
public enum DeliveryMethod {
    /** In the response to the request. */
    SYNC,
    /** Later; the response only acknowledges the task. */
    ASYNC;

    /**
     * Returns the constant of a name in the API's spelling, ignoring case.
     *
     * @throws IllegalArgumentException if no constant has that name
     */
    @JsonCreator
    public static DeliveryMethod of(String name) {
        return WireName.find("deliveryMethod", values(), DeliveryMethod::wireName, name);
    }

    /** The name in the API's spelling. */
    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
