(CNN) -- The ferry left at noon.

"We shall miss her," said Jon Ash.

@highlight

The ferry left

@highlight

Ash will miss it
