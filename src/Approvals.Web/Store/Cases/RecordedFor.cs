using System.Text.Json;

namespace Approvals.Web.Store.Cases;

/// <summary>代录: the message that tells somebody what was written down in his name. Its payload points at the event.</summary>
public sealed record RecordedFor(DateOnly Month, Guid Case, int Seq, int Recipient)
{
    /// <summary>Read in the program itself.</summary>
    public const string Channel = "in-app";

    internal string Key => $"recorded/{Case}/{Seq}/{Recipient}";

    internal byte[] Payload() => JsonSerializer.SerializeToUtf8Bytes(this);
}
