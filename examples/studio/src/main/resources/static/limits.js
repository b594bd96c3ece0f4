import {SpeechFailure} from './speech.js';

const numbers = new Intl.NumberFormat('en');

/** The number of characters of a text; a face is one. */
export function lengthOf(text) {
  return [...text].length;
}

/** Throws the first thing that cannot be spoken, before anything is sent. */
export function check({text, numberResults, outputFormat, stream}, {maxTextLength, maxPlainLength, maxResults}) {
  const length = lengthOf(text);
  const plain = numbers.format(maxPlainLength);
  const refuse = (parameter, message) => {
    throw new SpeechFailure({parameter, message});
  };
  if (!text.trim()) {
    refuse('text', 'Type the text to speak.');
  }
  if (length > maxTextLength) {
    refuse('text', `The text has ${numbers.format(length)} characters, and the studio speaks at most `
      + `${numbers.format(maxTextLength)}.`);
  }
  if (!Number.isInteger(numberResults) || numberResults < 1 || numberResults > maxResults) {
    refuse('numberResults', `Enter a whole number from 1 to ${maxResults}.`);
  }
  if (numberResults > 1 && length > maxPlainLength) {
    refuse('numberResults', `A text of more than ${plain} characters can have one result only.`);
  }
  if (stream && numberResults > 1) {
    refuse('stream', 'Several results cannot be heard while they are spoken. Choose one result.');
  }
  if (outputFormat === 'OGG' && length > maxPlainLength) {
    refuse('outputFormat', `OGG is possible for at most ${plain} characters. Choose another format.`);
  }
}
