# What the inbox itself has to say.
error-unexpected = Sorry, something went wrong with this message, and nothing was posted. Please try again later; if it happens again, tell your administrator the number <code>{ $id }</code>.
