const SENTENCE_END = /[.!?…。！？][\p{Pe}\p{Pf}"'*_]*\s*$/u;

/**
 * Shows a text whose sentences are marked while they are heard.
 *
 * @param {HTMLElement} place where the text is shown
 * @param {HTMLMediaElement} audio the player, with the subtitles as its track
 */
export function follow(place, audio, text, href) {
  const track = document.createElement('track');
  track.kind = 'metadata';
  track.src = href;
  track.addEventListener('load', () => {
    const sentences = sentencesOf([...track.track.cues], text);
    place.replaceChildren(...sentences.map(sentence => sentence.element));
    sentences.forEach(({element, start}) => element.addEventListener('click', () => {
      audio.currentTime = start;
    }));
    const mark = () => {
      const time = audio.currentTime;
      sentences.forEach(({element, start, end}) => {
        const sounds = start <= time && time < end && (time > 0 || !audio.paused);
        if (sounds && !element.classList.contains('sounding')) {
          place.scrollTop = element.offsetTop - place.offsetTop - place.clientHeight / 3;
        }
        element.classList.toggle('sounding', sounds);
      });
    };
    audio.addEventListener('timeupdate', mark);
    audio.addEventListener('seeked', mark);
  });
  audio.append(track);
  track.track.mode = 'hidden';
}

/** Finds the words of the cues in the text, whose spaces and lines are kept, and joins the cues of a sentence. */
function sentencesOf(cues, text) {
  const sentences = [];
  let at = 0;
  let begin = 0;
  let start = null;
  cues.forEach((cue, index) => {
    start ??= cue.startTime;
    for (const character of cue.getCueAsHTML().textContent.replace(/\s/g, '')) {
      const found = text.indexOf(character, at);
      // What the text does not have near here is passed over.
      at = found < 0 || found - at > 40 ? at : found + character.length;
    }
    const isLast = index === cues.length - 1;
    if (isLast || SENTENCE_END.test(text.slice(begin, at)) || /^\s*\n/.test(text.slice(at))) {
      const end = isLast ? text.length : at + text.slice(at).match(/^\s*/)[0].length;
      const element = document.createElement('span');
      element.textContent = text.slice(begin, end);
      sentences.push({element, start, end: cue.endTime});
      begin = at = end;
      start = null;
    }
  });
  return sentences;
}
