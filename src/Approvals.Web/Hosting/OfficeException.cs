namespace Approvals.Web.Hosting;

/// <summary>
/// A failure that the office can mend: its message is one Chinese sentence, printed on standard error without a
/// stack trace, and the program ends with exit code 1. What nobody foresaw is any other exception.
/// </summary>
public sealed class OfficeException(string sentence, Exception? cause = null) : Exception(sentence, cause);
