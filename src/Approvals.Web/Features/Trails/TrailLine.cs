using Approvals.Engine;
using Approvals.Web.Features.Identity;

namespace Approvals.Web.Features.Trails;

/// <summary>What a line of the trail belongs to. Stored by name: add a kind, never rename one.</summary>
public enum TrailKind
{
    Account,
    Right,
    SignIn,
    Directory,
    Export,
    Refusal,
}

/// <summary>What was done. Stored by name: add an act, never rename one.</summary>
public enum TrailAct
{
    AccountOpened,
    AccountClosed,
    AccountReopened,
    AccountUnlocked,
    FirstPasswordGiven,
    SecondFactorReset,
    SessionsEnded,
    PersonTied,
    PhoneTied,
    ProviderTied,
    ProviderUntied,
    HandedOver,
    Confirmed,
    PasswordChanged,
    SecondFactorTakenUp,
    RecoveryCodesRenewed,
    SecondFactorGivenUp,

    RightGranted,
    RightWithdrawn,

    SignedIn,
    SignInFailed,
    AccountLocked,
    EntryRefused,
    SignedOut,

    UnitImported,
    AbsenceSaid,
    AbsenceEnded,
    PersonAdded,
    PersonAppointed,
    PostEnded,
    PersonLeft,
    NicknameGiven,
    BodyAdded,
    BodyRenamed,
    BodyChanged,
    BodyRestored,
    BodyAbolished,

    TakenAway,
    Refused,
}

/// <summary>
/// One line of the trail (操作留痕): who did what, and to whom. When and, of a session, from where are added as it is written down.
/// </summary>
/// <param name="Details">A few words, as they were then; never the text of a document, nor a secret.</param>
public sealed record TrailLine(TrailAct Act, string Details = "")
{
    /// <summary>The account that did it; null: the program itself, or somebody who was not let in.</summary>
    public int? By { get; init; }

    /// <summary>In which session.</summary>
    public long? Session { get; init; }

    /// <summary>The account that it was done to.</summary>
    public int? Account { get; init; }

    /// <summary>The person that it was done to, where it was no account.</summary>
    public PersonId? Person { get; init; }

    /// <summary>From where, of somebody without a session.</summary>
    public string? Address { get; init; }

    public static TrailLine Of(CurrentUser by, TrailAct act, string details = "") =>
        new(act, details) { By = by.AccountId, Session = by.SessionId };

    public static TrailKind KindOf(TrailAct act) => act switch
    {
        <= TrailAct.SecondFactorGivenUp => TrailKind.Account,
        <= TrailAct.RightWithdrawn => TrailKind.Right,
        <= TrailAct.SignedOut => TrailKind.SignIn,
        <= TrailAct.BodyAbolished => TrailKind.Directory,
        TrailAct.TakenAway => TrailKind.Export,
        _ => TrailKind.Refusal,
    };
}
