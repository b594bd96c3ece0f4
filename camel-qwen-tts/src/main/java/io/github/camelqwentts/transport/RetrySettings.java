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
package io.github.camelqwentts.transport;

import java.time.Duration;

/**
 * Number and delays of retries.
 *
 * @param maxRetries maximum number of retries; 0 disables them
 * @param delay the delay before the first retry; it doubles with each retry
 * @param maxDelay maximum delay, unless the server requests a longer one
 */
public record RetrySettings(int maxRetries, Duration delay, Duration maxDelay) {}
