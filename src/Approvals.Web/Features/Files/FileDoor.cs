using System.Collections.Immutable;
using Approvals.Readers.Notices;
using Approvals.Readers.Screening;
using Approvals.Web.Features.Conversion;
using Approvals.Web.Features.Identity;

namespace Approvals.Web.Features.Files;

/// <summary>
/// Where every file comes in, by whatever form (收件检查): a virus, the mark of a state secret, and a kind that nobody works with stay
/// outside; the numbers of people that it holds are told to whoever brings it.
/// </summary>
public sealed class FileDoor(NoticeOpening opening, VirusScan scan, ILogger<FileDoor> log)
{
    /// <summary>Numbers named in one sentence; of more, the first.</summary>
    private const int MostShown = 3;

    /// <summary>Of a file that goes with a press: it must be of a kind that offices work with.</summary>
    /// <returns>The numbers of people in it, or the sentence why it is not taken.</returns>
    public async Task<(ImmutableArray<PersonalNumber> Numbers, string? Refused)> LookAsync(
        string name, byte[] content, CurrentUser user, CancellationToken cancellation)
    {
        if (FileType.Of(name, content) == FileType.Unknown)
        {
            return ([], FileType.HasMacros(content) ? Texts.Files.WithMacros(name) : Texts.Files.NotTaken(name));
        }

        if (await ScanAsync(name, content, user, cancellation) is { } infected)
        {
            return ([], infected);
        }

        try
        {
            var found = await opening.ScreenAsync(content, cancellation);
            return (found.Numbers, found.Secrecy is { } mark ? Texts.Files.Secret(name, mark) : null);
        }
        catch (NoticeRefusedException unread)
        {
            return ([], Texts.Files.Unread(name, unread.Message));
        }
    }

    /// <returns>The sentence why the file is not taken; null where the scanner has nothing against it.</returns>
    public async Task<string?> ScanAsync(string name, byte[] content, CurrentUser user, CancellationToken cancellation)
    {
        switch (await scan.ScanAsync(content, cancellation))
        {
            case ScanAnswer.Infected virus:
                Log.Infected(log, user.Person.Id.Value, virus.Name);
                return Texts.Files.Infected(name, virus.Name);
            case ScanAnswer.NoAnswer:
                return Texts.Files.NotScanned(name);
            default:
                return null;
        }
    }

    /// <summary>Of a notice that could be read. Its telephone numbers are there to be published.</summary>
    /// <param name="reason">Why it is taken as it is, if it holds numbers of people.</param>
    /// <returns>What is kept of that reason, or the sentence why the notice is not taken.</returns>
    /// <exception cref="NoticeRefusedException">It could not be read after all.</exception>
    public async Task<(FileRuling? Ruling, string? Refused)> AdmitNoticeAsync(
        string name, byte[] content, string? reason, CancellationToken cancellation)
    {
        if (FileType.HasMacros(content))
        {
            return (null, Texts.Files.WithMacros(name));
        }

        var found = await opening.ScreenAsync(content, cancellation);
        if (found.Secrecy is { } mark)
        {
            return (null, Texts.Files.Secret(name, mark));
        }

        ImmutableArray<PersonalNumber> numbers = [.. found.Numbers.Where(n => n.Kind != PersonalKind.Mobile)];
        return numbers.IsEmpty ? (null, null)
            : string.IsNullOrWhiteSpace(reason) ? (null, Texts.Files.AsksOfNotice(Named(numbers)))
            : (new FileRuling(numbers.Length, FileRuling.Cut(reason)), null);
    }

    /// <summary>2 个身份证号（330****52、330****18），as a sentence names them.</summary>
    public static string Named(ImmutableArray<PersonalNumber> numbers) =>
        string.Join('、', numbers.GroupBy(n => n.Kind).Select(kind => Texts.Files.Numbers(
            kind.Key, kind.Count(), string.Join('、', kind.Take(MostShown).Select(n => n.Shown)), kind.Count() > MostShown)));
}
