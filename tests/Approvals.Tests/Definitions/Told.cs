using System.Text;
using Approvals.Readers.Definitions;
using Approvals.Readers.Yaml;
using Approvals.Tests.Cases;

namespace Approvals.Tests.Definitions;

/// <summary>What check says of an edition.</summary>
internal static class Told
{
    /// <summary>A child with one stage, for what has children.</summary>
    public const string Task = """
        apiVersion: approvals/1
        workflow: task
        title: 分工
        stages: [{id: w, title: 办, signers: {role: office}, actions: {go: {title: 走, to: done}}}]
        ends: [{id: done, title: 结}]
        """;

    /// <param name="files">The first is main.yaml, the others 1.yaml and so on; the roles of <see cref="Staff"/> stand beside them.</param>
    public static IReadOnlyList<string> Of(params string[] files) =>
        OfNamed([.. files.Select((text, no) => (no == 0 ? "main.yaml" : $"{no}.yaml", text))]);

    /// <summary>The same of files with names of their own.</summary>
    public static IReadOnlyList<string> OfNamed(params (string Name, string Text)[] files) =>
        OfBare([.. files, ("roles.yaml", Staff.RolesFile)]);

    /// <summary>The same where the roles are among the files, or missing.</summary>
    public static IReadOnlyList<string> OfBare(params (string Name, string Text)[] files)
    {
        try
        {
            BookReader.Read(files.Select(f => new DefinitionFile(f.Name, Encoding.UTF8.GetBytes(f.Text))));
            return [];
        }
        catch (FaultsException wrong)
        {
            return [.. wrong.Faults.Select(f => f.ToString())];
        }
    }

    /// <summary>The sentences alone, without their places.</summary>
    public static IReadOnlyList<string> Sentences(params string[] files) => [.. Of(files).Select(f => f.Split(": ", 2)[1])];
}
