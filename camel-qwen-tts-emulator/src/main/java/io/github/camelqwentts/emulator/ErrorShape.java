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

import java.util.function.Function;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** The form of an error's body: each is in use by a server or gateway. */
public enum ErrorShape {
    /** An object named {@code error} whose {@code code} is the HTTP status: vLLM-Omni and SGLang-Omni. */
    VLLM(error -> object("error", fields(error).put("code", error.status()))),
    /** An object named {@code error} whose {@code code} is a string or null: OpenAI. */
    OPENAI(error -> object("error", fields(error).put("code", error.code()))),
    /** A string named {@code error}: the check of vLLM's key. */
    ERROR_STRING(error -> object("error", error.message())),
    /** A string named {@code detail}: servers written with FastAPI. */
    DETAIL(error -> object("detail", error.message())),
    /** An object named {@code detail}: the FastAPI server of groxaxo. */
    DETAIL_OBJECT(error -> object(
            "detail",
            new JsonObject()
                    .put("error", error.type())
                    .put("message", error.message())
                    .put("type", "invalid_request_error"))),
    /** An array named {@code detail}: FastAPI's own check of a body, usually with status 422. */
    DETAIL_LIST(error -> {
        JsonArray location = new JsonArray().add("body");
        if (error.param() != null) {
            location.add(error.param());
        }
        return object(
                "detail",
                new JsonArray()
                        .add(new JsonObject()
                                .put("loc", location)
                                .put("msg", error.message())
                                .put("type", "value_error")));
    }),
    /** {@code success} false and a string named {@code error}: voices of older vLLM-Omni. */
    SUCCESS_FALSE(error ->
            new JsonObject().put("success", false).put("error", error.message()).encode()),
    /** The error's fields without an object around them: old vLLM. */
    OBJECT_ERROR(error -> new JsonObject()
            .put("object", "error")
            .mergeIn(fields(error))
            .put("code", error.status())
            .encode()),
    /** {@code code} and {@code message} alone: gateways. */
    CODE_AND_MESSAGE(error -> new JsonObject()
            .put("code", error.status())
            .put("message", error.message())
            .encode()),
    /** {@code message} alone: gateways. */
    MESSAGE(error -> object("message", error.message())),
    /** Plain text: gateways. */
    TEXT("text/plain; charset=utf-8", ServerError::message),
    /** An HTML page: gateways. */
    HTML(
            "text/html",
            error -> "<html><head><title>" + error.status() + "</title></head><body><h1>" + error.message()
                    + "</h1></body></html>");

    private final String contentType;

    @SuppressWarnings("ImmutableEnumChecker") // a function without state
    private final Function<ServerError, String> body;

    ErrorShape(Function<ServerError, String> body) {
        this("application/json", body);
    }

    ErrorShape(String contentType, Function<ServerError, String> body) {
        this.contentType = contentType;
        this.body = body;
    }

    String body(ServerError error) {
        return body.apply(error);
    }

    String contentType() {
        return contentType;
    }

    private static JsonObject fields(ServerError error) {
        return new JsonObject()
                .put("message", error.message())
                .put("type", error.type())
                .put("param", error.param());
    }

    private static String object(String name, @Nullable Object value) {
        return new JsonObject().put(name, value).encode();
    }
}
