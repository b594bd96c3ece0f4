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

import java.net.URI;

import org.apache.camel.CamelContext;
import org.apache.camel.builder.LambdaRouteBuilder;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.polly.PollyClient;

/** Camel's component for Amazon Polly; it holds its thread. */
final class PollyPeer extends CamelPeer {

    PollyPeer(String polly, Workload workload) throws Exception {
        super(polly, workload);
    }

    @Override
    void prepare(CamelContext fresh, String polly, Workload workload) {
        PollyClient client = PollyClient.builder()
                .region(Region.US_EAST_1)
                .endpointOverride(URI.create(polly))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any")))
                .httpClientBuilder(ApacheHttpClient.builder().maxConnections(workload.connections()))
                .build();
        fresh.getRegistry().bind("client", client);
    }

    @Override
    LambdaRouteBuilder routes(String polly, Workload workload) {
        return route -> route.from("direct:in")
                .to("aws2-polly:speak?pollyClient=#client&voiceId=JOANNA&outputFormat=PCM")
                .process(CamelPeer::read);
    }
}
