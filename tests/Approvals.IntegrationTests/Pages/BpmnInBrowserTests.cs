using System.Text.Json;
using System.Xml.Linq;
using Approvals.Readers.Definitions;
using Approvals.Readers.Pictures;
using Approvals.Web.Store.Cases;
using Microsoft.Playwright;

namespace Approvals.IntegrationTests.Pages;

/// <summary>What we export opens in the tool that most others are built on: bpmn-js, in Chromium.</summary>
[Trait("Part", "browser")]
public sealed class BpmnInBrowserTests
{
    private const string Page = """<!DOCTYPE html><meta charset="utf-8"><div id="canvas" style="width: 1200px; height: 600px"></div>""";

    /// <summary>Imports, and counts what stands on the canvas by its type; labels are not elements of their own.</summary>
    private const string Import = """
        async xml => {
          const viewer = new BpmnJS({ container: '#canvas' });
          const { warnings } = await viewer.importXML(xml);
          viewer.get('canvas').zoom('fit-viewport');
          const counts = {};
          for (const element of viewer.get('elementRegistry').getAll().filter(e => !e.labelTarget && e.parent)) {
            counts[element.type] = (counts[element.type] || 0) + 1;
          }
          const mark = document.querySelector('.bjs-powered-by').getBoundingClientRect();
          const seen = document.elementFromPoint(mark.x + mark.width / 2, mark.y + mark.height / 2);
          const watermark = !!seen && !!seen.closest('.bjs-powered-by');
          viewer.destroy();
          return JSON.stringify({ warnings: warnings.map(w => w.message), counts, watermark });
        }
        """;

    [Fact]
    public async Task Every_shipped_definition_opens_in_bpmn_js_without_a_warning_and_with_all_its_elements()
    {
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await Walk.Chromium.LaunchAsync(playwright);
        var page = await browser.NewPageAsync();
        await page.SetContentAsync(Page);
        await page.AddScriptTagAsync(new() { Path = Path.Combine(AppContext.BaseDirectory, "browser", "bpmn-viewer.production.min.js") });
        var book = BookReader.ReadNamed(Editions.Files(Path.Combine(AppContext.BaseDirectory, "workflows")));
        book.Workflows.ShouldNotBeEmpty();
        foreach (var workflow in book.Workflows.Values)
        {
            var xml = BpmnXml.Write(book, workflow);
            using var answer = JsonDocument.Parse(await page.EvaluateAsync<string>(Import, xml));
            var read = answer.RootElement;

            read.GetProperty("warnings").EnumerateArray().Select(w => w.GetString()).ShouldBeEmpty(workflow.Id.Value);
            Counted(read.GetProperty("counts")).ShouldBe(Written(xml), ignoreOrder: true, workflow.Id.Value);
            read.GetProperty("watermark").GetBoolean().ShouldBeTrue("bpmn.io's mark stays in sight");
        }
    }

    private static IEnumerable<(string Type, int Count)> Counted(JsonElement counts) =>
        counts.EnumerateObject().Select(p => (p.Name, p.Value.GetInt32()));

    /// <summary>What the file says there is, by the names of BPMN's own types.</summary>
    private static IEnumerable<(string Type, int Count)> Written(string xml) => XDocument.Parse(xml).Descendants()
        .Single(e => e.Name.LocalName == "process").Elements()
        .CountBy(e => $"bpmn:{char.ToUpperInvariant(e.Name.LocalName[0])}{e.Name.LocalName[1..]}").Select(c => (c.Key, c.Value));
}
