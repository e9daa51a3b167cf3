"""What tests share: kits, documents made once, readers of what was made, gates and the faults they must see."""
