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

import java.io.IOException;

/**
 * Content is larger than its limit.
 *
 * @hidden
 */
@Internal
public class PayloadTooLargeException extends IOException {

    private static final long serialVersionUID = 1L;

    /**
     * @param option option that sets the limit
     * @param limit maximum size in bytes
     */
    public PayloadTooLargeException(String option, long limit) {
        super("The content is larger than " + option + "=" + limit + " bytes");
    }
}
