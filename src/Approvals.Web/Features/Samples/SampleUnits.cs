using Approvals.Readers.Units;
using Approvals.Web.Features.Directories;
using Approvals.Web.Features.Identity;
using Approvals.Web.Store;
using Approvals.Web.Store.Cases;

namespace Approvals.Web.Features.Samples;

/// <summary>
/// With the setting <c>Samples=true</c> every file of <c>units/</c> is a unit of this installation, and the start says
/// how to sign in. An office that has its own units leaves the setting out.
/// </summary>
internal sealed class SampleUnits(
    UnitImport units, SamplePasswords passwords, Database database, Editions editions, SampleNotices notices,
    IConfiguration settings)
{
    private const string Folder = "units";

    /// <summary>Returns the lines to print; the second run changes nothing and says the same.</summary>
    public async Task<IReadOnlyList<string>> OpenAsync(CancellationToken cancellation)
    {
        var lines = new List<string>();
        foreach (var path in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, Folder), "*.yaml")
            .Order(StringComparer.Ordinal))
        {
            var file = Read(path);
            var unit = await units.ImportAsync(file, cancellation);
            var password = await passwords.OpenAsync(unit, file.ShortName, OfficeStore.DataFolder(settings), cancellation);
            await editions.PublishAsync(database, unit, cancellation);
            var row = (await database.UnitsAsync(cancellation)).First(u => u.Id == unit);
            await notices.OpenAsync(row, file, cancellation);
            lines.AddRange(Introduce(file, password));
        }

        return lines;
    }

    private static UnitFile Read(string path)
    {
        using var stream = File.OpenRead(path);
        return UnitFile.Read(stream, Path.Combine(Folder, Path.GetFileName(path)));
    }

    private static IEnumerable<string> Introduce(UnitFile file, string? password)
    {
        yield return "";
        yield return $"{file.Name}{(file.Demonstration ? "（演示数据）" : "")}，所有账号的密码：{password ?? "已不在数据文件夹中"}";
        foreach (var person in file.Introduced.Select(login => file.People.First(p => p.Login == login)))
        {
            var bodies = file.Posts.Where(p => p.Login == person.Login).Select(p => p.Body).Distinct();
            yield return $"  {person.Login}  {person.Name}（{string.Join("、", bodies)}）";
        }

        foreach (var administrator in file.Administrators)
        {
            var kind = Texts.Administrators.Of(Enum.Parse<AccountKind>($"{administrator.Kind}"));
            yield return $"  {administrator.Login}  {administrator.Name}{(administrator.Name == kind ? "" : $"（{kind}）")}";
        }
    }
}
