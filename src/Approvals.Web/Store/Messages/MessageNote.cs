using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Approvals.Engine;
using Approvals.Web.Store.Cases;

namespace Approvals.Web.Store.Messages;

/// <summary>
/// What a message (系统消息) tells, as facts: no title and no sentence, for who may see a case can be narrowed after it was
/// sent. Stored: add a kind, never edit one.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "Kind")]
[JsonDerivedType(typeof(Recorded), "recorded")]
[JsonDerivedType(typeof(Reminder), "reminder")]
[JsonDerivedType(typeof(Escalation), "escalation")]
[JsonDerivedType(typeof(Digest), "digest")]
[JsonDerivedType(typeof(StoodIn), "stood-in")]
[JsonDerivedType(typeof(HandedOver), "handed-over")]
[JsonDerivedType(typeof(Nudged), "nudged")]
[JsonDerivedType(typeof(Copied), "copied")]
[JsonDerivedType(typeof(AccountKept), "account-kept")]
public abstract record MessageNote
{
    private static readonly ImmutableDictionary<Type, string> Kinds = typeof(MessageNote)
        .GetCustomAttributes(typeof(JsonDerivedTypeAttribute), false).Cast<JsonDerivedTypeAttribute>()
        .ToImmutableDictionary(a => a.DerivedType, a => a.TypeDiscriminator as string ?? a.DerivedType.Name);

    private MessageNote()
    {
    }

    /// <summary>代录: something was written down in the reader's name, by this event of the case.</summary>
    public sealed record Recorded(CaseId Case, int Seq) : MessageNote;

    /// <summary>催办: a seat that the reader may take waits.</summary>
    public sealed record Reminder(RungNote Of) : MessageNote;

    /// <summary>升级: somebody else's seat waits, and the reader is told of it.</summary>
    public sealed record Escalation(RungNote Of) : MessageNote;

    /// <summary>每日提要: how much waits for the reader on that day.</summary>
    public sealed record Digest(DateOnly Day, int Overdue, int DueSoon, int Others) : MessageNote;

    /// <summary>委托: something was done in the place of the reader, who is away, by this event of the case.</summary>
    public sealed record StoodIn(CaseId Case, int Seq) : MessageNote;

    /// <summary>转办: a seat was handed to the reader by this event.</summary>
    public sealed record HandedOver(CaseId Case, int Seq) : MessageNote;

    /// <summary>催办 by hand, by this event, on a seat that the reader may take.</summary>
    public sealed record Nudged(CaseId Case, int Seq) : MessageNote;

    /// <summary>抄送: the reader was told of the case by this event.</summary>
    public sealed record Copied(CaseId Case, int Seq) : MessageNote;

    /// <summary>账号: an administrator has done this with the reader's own account.</summary>
    /// <param name="Line">The last line of the trail that tells of it.</param>
    /// <param name="Acts">As the trail calls them.</param>
    /// <param name="By">His name, who is none of the directory.</param>
    public sealed record AccountKept(long Line, ImmutableArray<string> Acts, string By) : MessageNote
    {
        public bool Equals(AccountKept? other) =>
            other is not null && (Line, By) == (other.Line, other.By) && Acts.SequenceEqual(other.Acts);

        public override int GetHashCode() => HashCode.Combine(Line, By);
    }

    /// <summary>The event that it points at; null where it points at none.</summary>
    [JsonIgnore]
    public (CaseId Case, int Seq)? Event => this switch
    {
        Recorded recorded => (recorded.Case, recorded.Seq),
        StoodIn stood => (stood.Case, stood.Seq),
        HandedOver handed => (handed.Case, handed.Seq),
        Nudged nudged => (nudged.Case, nudged.Seq),
        Copied copied => (copied.Case, copied.Seq),
        Reminder or Escalation or Digest or AccountKept => null,
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>The case it is about; null where it is about none.</summary>
    [JsonIgnore]
    public CaseId? Subject => this switch
    {
        Recorded or StoodIn or HandedOver or Nudged or Copied => Event?.Case,
        Reminder reminder => reminder.Of.Case,
        Escalation escalation => escalation.Of.Case,
        Digest or AccountKept => null,
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>As stored: the discriminator of its type.</summary>
    public static string KindOf(Type kind) => Kinds[kind];

    public byte[] Bytes() => JsonSerializer.SerializeToUtf8Bytes(this, CaseJson.Options);

    /// <exception cref="JsonException">The bytes are no message that this program knows.</exception>
    public static MessageNote Read(ReadOnlySpan<byte> bytes) =>
        JsonSerializer.Deserialize<MessageNote>(bytes, CaseJson.Options) ?? throw new JsonException("a stored message is null");

    /// <summary>One a (subject, occurrence, recipient, channel), however often it is written or sent.</summary>
    internal string Key(PersonId recipient, string channel)
    {
        var occurrence = this switch
        {
            Recorded or StoodIn or HandedOver or Nudged or Copied => $"{Event?.Case}/{Event?.Seq}",
            Reminder reminder => reminder.Of.Occurrence,
            Escalation escalation => escalation.Of.Occurrence,
            Digest digest => $"{digest.Day:yyyy-MM-dd}",
            AccountKept kept => $"{kept.Line}",
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        return $"{KindOf(GetType())}/{occurrence}/{recipient.Value}/{channel}";
    }
}

/// <summary>One rung of the ladder of one open seat.</summary>
/// <param name="No">Place in the merged ladder, from 0.</param>
/// <param name="DueTime">Null: the end of the day.</param>
/// <param name="Days">When it leaves, counted from the due date: negative before it, 0 on it, positive after it.</param>
public sealed record RungNote(CaseId Case, int Round, SeatNo Seat, int No, DateOnly DueOn, TimeOnly? DueTime, int Days)
{
    /// <summary>With the due date that it was computed from: a seat whose date was moved is reminded anew.</summary>
    [JsonIgnore]
    public string Occurrence => $"{Case}/{Round}/{Seat.Value}/{No}/{DueOn:yyyy-MM-dd}{DueTime:'T'HH:mm}";
}
