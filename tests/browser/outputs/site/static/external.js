tell("external");
