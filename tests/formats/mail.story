By
.
Ina Cole
.

PUBLISHED:
.

05:00 EST, 22 October 2012

.

|

.

UPDATED:
.

05:18 EST, 23 October 2012

.

The mill burned down on Sunday.

By noon it was gone.

@highlight

Mill gone
