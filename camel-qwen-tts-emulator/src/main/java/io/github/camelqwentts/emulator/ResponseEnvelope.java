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

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import io.github.camelqwentts.emulator.FaultPlan.ActiveFault;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** The response to an array of tasks: results and errors. */
final class ResponseEnvelope {

    private final List<JsonObject> data = new ArrayList<>();
    private final List<ApiError> errors = new ArrayList<>();

    synchronized void add(List<JsonObject> items) {
        data.addAll(items);
    }

    synchronized void add(ApiError error) {
        errors.add(error);
    }

    synchronized HttpReply toReply(List<ActiveFault> strikes) {
        int status = data.isEmpty() && !errors.isEmpty() ? errors.get(0).status() : 200;
        return new HttpReply(status, "application/json", envelope(strikes).toBuffer());
    }

    private JsonObject envelope(List<ActiveFault> strikes) {
        List<JsonObject> items = new ArrayList<>(data);
        boolean unknownFields = false;
        for (ActiveFault strike : strikes) {
            if (strike.fault() instanceof Fault.DuplicateResults) {
                items.addAll(data);
            } else if (strike.fault() instanceof Fault.ReverseResults) {
                Collections.reverse(items);
            } else if (strike.fault() instanceof Fault.DropResults) {
                items.removeIf(item -> item.getString("taskUUID", "").equals(strike.taskUUID()));
            } else if (strike.fault() instanceof Fault.UnknownFields) {
                unknownFields = true;
            }
        }
        JsonArray results = new JsonArray();
        for (JsonObject item : items) {
            results.add(unknownFields ? withUnknownFields(item) : item);
        }
        JsonObject envelope = new JsonObject();
        if (!data.isEmpty() || errors.isEmpty()) {
            envelope.put("data", results);
        }
        if (!errors.isEmpty()) {
            envelope.put(
                    "errors",
                    new JsonArray(errors.stream().map(ApiError::toJson).toList()));
        }
        return unknownFields ? withUnknownFields(envelope) : envelope;
    }

    private static JsonObject withUnknownFields(JsonObject object) {
        JsonObject nested =
                new JsonObject().put("data", new JsonArray().add(1).add("two")).putNull("taskUUID");
        return new JsonObject()
                .put("aNewField", nested)
                .mergeIn(object)
                .put("anotherNewField", new JsonArray().add(nested))
                .putNull("error");
    }
}
