// The link to the kecamatan for everyone: how it is, what waits, what the agent does now; "send
// now" and the way to the USB stick.
#pragma once

#include <string>

#include "kiosk/counter/agent_now.h"
#include "kiosk/counter/views.h"
#include "kiosk/parts/context.h"

namespace disapa::screens {

struct LinkWish {
    bool back = false, stick = false;
};

class LinkPage {
  public:
    explicit LinkPage(Context& context) : context_(context) {}
    void open();
    void close();
    [[nodiscard]] LinkWish draw(ui::Ui& ui, ui::Rect page);

  private:
    void look();  // again: by the worker, once a second
    void send();
    void draw_state(ui::Ui& ui, ui::Column& column);
    void draw_agent(ui::Ui& ui, ui::Column& column) const;

    Context& context_;
    int generation_ = 0;
    double looked_at_ = -1;
    bool looking_ = false;
    LinkView link_;
    AgentNow agent_;
    std::string error_;
};

// "5 menit lalu".
[[nodiscard]] std::string ago_words(const ui::Words& words, Instant then, Instant now);

}  // namespace disapa::screens
