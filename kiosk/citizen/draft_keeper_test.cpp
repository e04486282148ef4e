#include "kiosk/citizen/draft_keeper.h"

#include "kiosk/screens/screens_world.h"

using namespace disapa;
using disapa::testing::World;

namespace {

// One frame a second in which there is something to keep.
struct Page {
    World world;
    screens::Context context{*world.worker, world.chores, world.base.clock};
    screens::DraftKeeper keeper{context, 3};
    int written = 0;
    bool closes = false;  // while the write is under way
    Status disk;

    Page() {
        world.harness = std::make_unique<ui::Harness>(world.words, [this](ui::Ui& ui) {
            context.ui = &ui;
            (void)keeper.keep([this](Counter&) {
                ++written;
                return disk;
            });
            if (closes) keeper.close();
            world.worker->apply_results();
        });
        written = 0;
        context.problem = {};
    }
    void seconds(int count) { world.harness->step(count, 1.0); }
};

}  // namespace

TEST_CASE("a draft goes to the disk at most once in its seconds, unless it is hurried") {
    Page page;
    page.seconds(1);
    page.written = 0;
    page.seconds(9);
    CHECK(page.written == 3);
    page.seconds(3);
    page.written = 0;
    page.keeper.hurry();
    page.seconds(1);
    CHECK(page.written == 1);
}

TEST_CASE("a draft that cannot be kept is told to who is still there, and to nobody else") {
    Page page;
    page.disk = fail(ErrorCode::io, "Disk penuh.", "full");
    page.closes = true;
    page.seconds(9);
    CHECK(page.written > 0);
    CHECK(page.context.problem.title.empty());
    page.closes = false;
    page.seconds(9);
    CHECK(page.context.problem.title == "problem.answer");
    CHECK(page.context.problem.sentence == "Disk penuh.");
}
