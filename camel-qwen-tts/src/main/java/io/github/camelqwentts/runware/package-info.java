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
 * The client of Runware's API: batches of tasks, polling, recovery after uncertain failures, and downloads.
 *
 * <p>It may import {@code runware.wire}, {@code transport}, {@code audio} and {@code speech}, but nothing of Camel's
 * routing, the monitor or the root package.
 */
@NullMarked
package io.github.camelqwentts.runware;

import org.jspecify.annotations.NullMarked;
