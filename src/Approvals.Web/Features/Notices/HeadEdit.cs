using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Approvals.Readers.Notices;
using Approvals.Web.Store.Cases;

namespace Approvals.Web.Features.Notices;

/// <summary>改抬头: the head of a notice as the clerk corrects it. Number and dates only of one that came issued: here they come later.</summary>
/// <param name="Version">What the form showed: an edit of an older head is refused.</param>
internal sealed record HeadEdit(
    string Version, string Title, string? Number, string Issuer, ImmutableArray<string> Addressees, DateOnly? IssuedOn,
    DateOnly? PrintedOn, ImmutableArray<string> Cc)
{
    /// <summary>Names as a person writes them one after the other.</summary>
    public static IEnumerable<string> Names(string? written) => (written ?? "").Split(
        ['、', '，', ',', '；', ';', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct();

    /// <summary>Changes with whatever of the head does.</summary>
    public static string VersionOf(NoticeRecord notice) => Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes(CaseJson.Text(HeadWords.Kept(notice).Words.Select(w => w.Words)) + notice.TitleProposed)))[..16];
}

/// <summary>Each value of a head in words, as it was read and as it stands.</summary>
internal sealed record HeadWords(ImmutableArray<(string Field, string Words)> Words)
{
    public string Of(string field) => Words.First(w => w.Field == field).Words;

    public static HeadWords Read(NoticeDraft draft) => From(
        draft.Title ?? "", draft.Number, draft.Issuer, draft.Addressees, draft.IssuedOn, draft.PrintedOn, draft.Cc);

    public static HeadWords Kept(NoticeRecord notice)
    {
        var draft = notice.Corrected();
        return From(
            notice.Title, notice.Number ?? draft.Number, draft.Issuer, draft.Addressees, notice.IssuedOn, notice.PrintedOn, draft.Cc);
    }

    public static HeadWords After(HeadEdit edit) => From(
        edit.Title, edit.Number, edit.Issuer, edit.Addressees, edit.IssuedOn, edit.PrintedOn, edit.Cc);

    private static HeadWords From(
        string title, string? number, string? issuer, ImmutableArray<string> addressees, DateOnly? issuedOn, DateOnly? printedOn,
        ImmutableArray<string> cc) => new([
            ("title", title), ("number", number ?? ""), ("issuer", issuer ?? ""), ("addressees", Texts.Join(addressees)),
            ("issued_on", Day(issuedOn)), ("printed_on", Day(printedOn)), ("cc", Texts.Join(cc)),
        ]);

    private static string Day(DateOnly? day) => day is { } on ? Texts.FullDay(on) : "";
}
