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

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.params.provider.CsvSource;

/** Arguments for a test: the name of each language, and a text in it. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@CsvSource({
    "Chinese, 你好世界",
    "English, Hello world",
    "Japanese, こんにちは",
    "Korean, 안녕하세요",
    "German, Größe und Übung",
    "French, Ça va bien",
    "Russian, Привет мир",
    "Portuguese, Olá coração",
    "Spanish, Mañana señor",
    "Italian, Perché no"
})
@interface TextsOfLanguages {}
