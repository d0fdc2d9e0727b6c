namespace Approvals.Readers.Notices;

public enum RefusedFile
{
    Empty,
    TooLarge,
    UnreadFormat,
    Damaged,
    NotText,
    NoNotice,
}

/// <summary>The file cannot be read as a notice. The message is one Chinese sentence that says what to do.</summary>
public sealed class NoticeRefusedException(RefusedFile reason, string message, Exception? inner = null)
    : Exception(message, inner)
{
    public RefusedFile Reason { get; } = reason;
}
