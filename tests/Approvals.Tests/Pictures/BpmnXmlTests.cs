using System.Globalization;
using System.Xml.Linq;
using Approvals.Engine;
using Approvals.Engine.Definitions;
using Approvals.Readers.Pictures;
using Approvals.Tests.Definitions;

namespace Approvals.Tests.Pictures;

public sealed class BpmnXmlTests
{
    private const int Radius = 18;

    public static TheoryData<string> Ids => [.. Drawings.Shipped.Select(w => w.Id.Value)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Ids_are_unique_and_every_reference_leads_to_one(string id)
    {
        var xml = Read(id);
        var ids = xml.Descendants().Attributes("id").Select(a => a.Value).ToList();
        var references = xml.Descendants().Attributes()
            .Where(a => a.Name.LocalName is "sourceRef" or "targetRef" or "attachedToRef" or "bpmnElement").Select(a => a.Value);

        ids.ShouldBeUnique();
        references.Where(r => !ids.Contains(r)).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Everything_has_its_shape_and_every_line_begins_and_ends_at_what_it_joins(string id)
    {
        var xml = Read(id);
        var shapes = xml.Descendants(BpmnDiagram.Di + "BPMNShape").ToDictionary(s => s.Attribute("bpmnElement")!.Value, Bounds); // ours
        var edges = xml.Descendants(BpmnDiagram.Di + "BPMNEdge").ToDictionary(
            e => e.Attribute("bpmnElement")!.Value,
            e => e.Elements(BpmnDiagram.Points + "waypoint").Select(p => new Point(Number(p, "x"), Number(p, "y"))).ToList());
        var process = xml.Root.ShouldNotBeNull().Element(BpmnXml.Bpmn + "process").ShouldNotBeNull();
        var lines = process.Elements().Where(e => e.Attribute("sourceRef") is not null).ToList();

        process.Elements().Except(lines).Select(e => e.Attribute("id")!.Value).Order().ShouldBe(shapes.Keys.Order());
        lines.Select(e => e.Attribute("id")!.Value).Order().ShouldBe(edges.Keys.Order());
        foreach (var line in lines)
        {
            var points = edges[line.Attribute("id")!.Value];
            points.Count.ShouldBeGreaterThan(1);
            Touches(shapes[line.Attribute("sourceRef")!.Value], points[0]).ShouldBeTrue(line.ToString());
            Touches(shapes[line.Attribute("targetRef")!.Value], points[^1]).ShouldBeTrue(line.ToString());
        }
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Every_stage_and_end_is_one_node_of_the_kind_that_it_is(string id)
    {
        var (xml, workflow) = (Read(id), Shipped.Book[new WorkflowId(id)]);

        foreach (var stage in workflow.Stages)
        {
            var node = xml.Descendants().Single(e => e.Attribute("id")?.Value == $"stage_{stage.Id}" && e.Attribute("name") is not null);
            node.Name.LocalName.ShouldBe(
                !stage.Splits.IsEmpty ? "callActivity" : stage.Signers is null ? "intermediateCatchEvent" : "userTask");
            node.Attribute("name")?.Value.ShouldBe(stage.Title);
            var many = stage.Splits.IsEmpty ? stage.Mode is not Mode.Any : stage.Splits[0].Each is not Each.Once;
            node.Elements(BpmnXml.Bpmn + "multiInstanceLoopCharacteristics").Any().ShouldBe(many && node.Name.LocalName != "intermediateCatchEvent");
            var timers = xml.Descendants(BpmnXml.Bpmn + "boundaryEvent").Where(e => e.Attribute("attachedToRef")?.Value == $"stage_{stage.Id}")
                .Count(e => e.Element(BpmnXml.Bpmn + "timerEventDefinition") is not null);
            timers.ShouldBe(stage.Deadline is null ? 0 : 1);
        }

        xml.Descendants(BpmnXml.Bpmn + "endEvent").Count(e => e.Attribute("id")!.Value.StartsWith("end_", StringComparison.Ordinal)) // ours
            .ShouldBe(workflow.Ends.Count(e => workflow.Stages.Any(s => s.Targets.Contains(e.Id))));
    }

    [Fact]
    public void What_bpmn_cannot_say_stands_beside_the_stage()
    {
        var notes = Read("notice").Descendants(BpmnXml.Bpmn + "text").Select(t => t.Value).ToList();

        notes.ShouldContain(n => n.Contains("“退回修改”使本轮作废") && n.Contains("办过“拟稿”、“核稿”的人不能办"));
        notes.ShouldContain(n => n.Contains("“退回修改”一票即决"));
        notes.ShouldContain(n => n.Contains("同一人可与上一环节一并办"));
    }

    [Fact]
    public void An_id_of_any_letters_becomes_an_id_of_xml()
    {
        var plain = Drawings.Plain(1, 1);
        var odd = plain with { Id = new WorkflowId("1 流程/&"), Stages = [plain.Stages[0] with { Id = new StageId("初 审\"") }] };
        var ids = XDocument.Parse(BpmnXml.Write(Shipped.Book, odd)).Descendants().Attributes("id").Select(a => a.Value).ToList();

        ids.ShouldAllBe(id => System.Xml.XmlConvert.VerifyNCName(id) == id);
        ids.ShouldBeUnique();
    }

    [Fact]
    public void The_same_definition_gives_the_same_bytes() => Drawings.Shipped.ToList().ForEach(workflow =>
        BpmnXml.Write(Shipped.Book, workflow).ShouldBe(BpmnXml.Write(Shipped.Book, workflow)));

    private static XDocument Read(string id) => XDocument.Parse(BpmnXml.Write(Shipped.Book, Shipped.Book[new WorkflowId(id)]));

    private static Box Bounds(XElement shape)
    {
        var bounds = shape.Element(BpmnDiagram.Dc + "Bounds").ShouldNotBeNull();
        return new Box(Number(bounds, "x"), Number(bounds, "y"), Number(bounds, "width"), Number(bounds, "height"));
    }

    private static int Number(XElement element, string name) =>
        int.Parse(element.Attribute(name)!.Value, CultureInfo.InvariantCulture); // the schema of the diagram asks for it

    /// <summary>On the edge, or, for a ring, on its line within a pixel.</summary>
    private static bool Touches(Box box, Point at)
    {
        if (box.Width == 2 * Radius)
        {
            var (x, y) = (at.X - box.Centre.X, at.Y - box.Centre.Y);
            return Math.Abs(Math.Sqrt((x * x) + (y * y)) - Radius) <= 1;
        }

        var within = box.X <= at.X && at.X <= box.Right && box.Y <= at.Y && at.Y <= box.Bottom;
        return within && (at.X == box.X || at.X == box.Right || at.Y == box.Y || at.Y == box.Bottom);
    }
}
