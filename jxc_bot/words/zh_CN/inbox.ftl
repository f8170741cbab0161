# What the inbox itself has to say.
error-unexpected = 抱歉，处理这条消息时出了意外，没有记任何账。请稍后再试；如果还不行，请把编号 <code>{ $id }</code> 告诉管理员。
