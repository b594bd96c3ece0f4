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

/**
 * The Camel component, its endpoint, one producer per operation, the webhook consumer, and the conversion of messages
 * to requests and of results to messages.
 *
 * <p>It may import every other package of this component, but a backend only in the class that creates its clients. No
 * other package imports it, and it uses no type of the HTTP client or the JSON parser.
 */
@NullMarked
package io.github.camelqwentts;

import org.jspecify.annotations.NullMarked;
