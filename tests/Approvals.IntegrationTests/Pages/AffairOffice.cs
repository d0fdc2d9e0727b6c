using Approvals.IntegrationTests.Directories;
using Approvals.IntegrationTests.Postgres;
using Approvals.IntegrationTests.Walk;
using Approvals.Web.Store.Audit;

namespace Approvals.IntegrationTests.Pages;

/// <summary>The twin's unit on the morning of 2 June 2021, in which people begin what needs no notice: <c>IClassFixture&lt;AffairOffice&gt;</c>.</summary>
public sealed class AffairOffice : IAsyncLifetime
{
    public const string Handler = "tangyutong";
    public const string Head = "songhuaigu";
    public const string Office = "yeqiushui";
    public const string Registrar = "heshujian";
    public const string Signatory = "shenruochuan";

    private HttpOffice? _office;

    public HttpOffice Http => _office ?? throw new InvalidOperationException("xunit opens the office first");

    public TestDatabase Store { get; } = new();

    public async Task InitializeAsync()
    {
        await Store.InitializeAsync();
        _office = await HttpOffice.OpenAsync(Store, ShippedUnit.Twin, new(2021, 6, 2));
    }

    public async Task DisposeAsync()
    {
        await Http.DisposeAsync();
        await Store.DisposeAsync();
    }

    /// <summary>Begins it by its title; the address of its page.</summary>
    public async Task<string> BeginAsync(string login, string kind, string title)
    {
        var page = await (await Http.AsAsync(login)).OpenAsync("/affairs");
        var opened = await page.Form("/affairs").Mark("kind", kind).Write("title", title).PressAsync();
        opened.Path.ShouldStartWith("/affairs/", Case.Sensitive, opened.Problems);
        opened.Text("h1").ShouldBe(title);
        return opened.Path;
    }

    public Task<WebPage> PressAsync(string login, string affair, string action, Action<WebForm>? write = null) =>
        Http.PressAsync(login, action, write, path: affair);

    public async Task<WebPage> LookAsync(string login, string path) => await (await Http.AsAsync(login)).OpenAsync(path);

    /// <summary>Every row of the unit agrees with the replayed history, every chain is whole.</summary>
    public async Task ProveAsync()
    {
        var unit = (await Store.Database.UnitsAsync(CancellationToken.None)).Single(u => u.Id == Http.Unit);
        var audited = await new CaseAudit(Store.Database).AuditAsync(unit, CancellationToken.None);
        audited.First.ShouldBeNull($"{audited.First}");
    }
}
