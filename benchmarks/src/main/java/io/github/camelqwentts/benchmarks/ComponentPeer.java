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
package io.github.camelqwentts.benchmarks;

import org.apache.camel.builder.LambdaRouteBuilder;

/** This component. */
final class ComponentPeer extends CamelPeer {

    private ComponentPeer(String options, Workload workload) throws Exception {
        super(options, workload);
    }

    /** Returns the component with the task API at an address. */
    static ComponentPeer ofTaskApi(String api, Workload workload) throws Exception {
        return new ComponentPeer("apiKey=any&outputType=" + workload.outputType() + "&baseUrl=" + api, workload);
    }

    /** Returns the component with a server with OpenAI's contract. */
    static ComponentPeer ofOpenAi(String speech, Workload workload) throws Exception {
        return new ComponentPeer("backend=openai&baseUrl=" + speech + "/0/0", workload);
    }

    @Override
    LambdaRouteBuilder routes(String options, Workload workload) {
        return route -> route.from("direct:in")
                .to("qwen-tts:synthesize?outputFormat=WAV&maxConnections=" + workload.connections() + "&" + options)
                .process(CamelPeer::read);
    }
}
