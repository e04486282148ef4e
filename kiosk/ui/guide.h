// Spoken guidance: what a person hears who cannot read the screen, from the semantic tree.
//
// A new page: its heading, its first sentence, a large code. A field that gets the focus: label,
// remark, error. Nothing repeats by itself. What was typed, PINs and masked data are never spoken:
// of a field only its label is looked at, and no text with a dot or a star of a mask.
//
// The App asks once a frame, after everything was drawn and while the voice is on:
//     for what `heed` gives, if it is not empty: speaker->say(phrases) with ui.words().language();
//     one Phrase{key, text, language} each. forget() when the voice is switched on or another
//     person comes: then the page that is shown is spoken anew. Not while an officer is signed in.
// Used from the window's thread.
#pragma once

#include <string>
#include <vector>

#include "kiosk/ui/ui.h"

namespace disapa::ui {

struct Spoken {
    std::string key;  // of the words file, where the text is one of its sentences: for recordings
    std::string text;
};

class Guide {
  public:
    // In the order to be said; empty: nothing new.
    [[nodiscard]] std::vector<Spoken> heed(const Ui& ui);
    void forget();

  private:
    std::string page_, field_, note_;  // what was spoken of last
};

}  // namespace disapa::ui
