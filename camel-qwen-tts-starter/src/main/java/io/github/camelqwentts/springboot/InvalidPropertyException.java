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
package io.github.camelqwentts.springboot;

import org.jspecify.annotations.Nullable;

/** A property of the component that cannot be used. Its message names the property, and never repeats a secret. */
final class InvalidPropertyException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    private final String action;

    /** @param action how to fix the property */
    InvalidPropertyException(String message, String action, @Nullable Throwable cause) {
        super(message, cause);
        this.action = action;
    }

    String getAction() {
        return action;
    }
}
