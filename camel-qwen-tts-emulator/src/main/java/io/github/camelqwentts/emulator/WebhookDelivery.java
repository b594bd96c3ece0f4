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
package io.github.camelqwentts.emulator;

import org.jspecify.annotations.Nullable;

/**
 * An attempt to deliver a result, or a failure, to a webhook.
 *
 * @param taskUUID the task
 * @param audioUUID the result; null for a failure
 * @param status the HTTP status of the response; 0 if there was none
 */
public record WebhookDelivery(String taskUUID, @Nullable String audioUUID, int status) {}
