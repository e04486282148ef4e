// Every widget of the toolkit.
#pragma once

#include "kiosk/ui/bars.h"
#include "kiosk/ui/boxes.h"
#include "kiosk/ui/buttons.h"
#include "kiosk/ui/choices.h"
#include "kiosk/ui/date_picker.h"
#include "kiosk/ui/field.h"
#include "kiosk/ui/pads.h"
#include "kiosk/ui/pictures.h"
#include "kiosk/ui/rows.h"
#include "kiosk/ui/texts.h"
#include "kiosk/ui/ui.h"
