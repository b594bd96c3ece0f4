/** A Camel route, in Java, XML or YAML, that speaks files with what a result was spoken with. */
export function camelRoute(language, {voice, language: spoken, positivePrompt, speed, outputFormat, backend, stream}) {
  const parameters = Object.entries({
    voice,
    language: spoken,
    positivePrompt,
    speed: speed === 1 ? '' : speed,
    outputFormat,
    ...(backend === 'openai' ? {backend, baseUrl: 'http://gpu-1:8091'} : {}),
    stream: stream || '',
  }).filter(([, value]) => value);
  const query = parameters.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&');
  return {
    Java: () => [
      'from("file:scripts?include=.*\\\\.txt&moveFailed=.failed")',
      `    .to("qwen-tts:synthesize?${query}")`,
      '    .to("file:audio");',
    ],
    XML: () => [
      '<route>',
      '  <from uri="file:scripts?include=.*\\.txt&amp;moveFailed=.failed"/>',
      `  <to uri="qwen-tts:synthesize?${query.replaceAll('&', '&amp;')}"/>`,
      '  <to uri="file:audio"/>',
      '</route>',
    ],
    YAML: () => [
      '- route:',
      '    from:',
      '      uri: file:scripts',
      '      parameters:',
      "        include: '.*\\.txt'",
      '        moveFailed: .failed',
      '      steps:',
      '        - to:',
      '            uri: qwen-tts:synthesize',
      '            parameters:',
      ...parameters.map(([name, value]) => `              ${name}: ${JSON.stringify(value)}`),
      '        - to: file:audio',
    ],
  }[language]().join('\n');
}
