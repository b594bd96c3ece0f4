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
package io.github.camelqwentts.examples.announcements;

import java.time.InstantSource;

import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileFilter;

/** Lets pass what is due, by the time that its file's name begins with. */
public final class DueFilter<T> implements GenericFileFilter<T> {

    private final InstantSource clock;

    DueFilter(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public boolean accept(GenericFile<T> file) {
        String name = file.getFileNameOnly();
        return Long.parseLong(name.substring(0, name.indexOf('_'))) <= clock.millis();
    }
}
