using System.Text;
using Approvals.Readers.Definitions;
using Approvals.Readers.Yaml;
using Approvals.Tests.Cases;

namespace Approvals.Tests.Definitions;

/// <summary>What check says of an edition.</summary>
internal static class Told
{
    /// <param name="files">The first is main.yaml, the others 1.yaml and so on; the roles of <see cref="Staff"/> stand beside them.</param>
    public static IReadOnlyList<string> Of(params string[] files)
    {
        try
        {
            BookReader.Read(files.Select((text, no) => (Name: no == 0 ? "main.yaml" : $"{no}.yaml", text)).Append(("roles.yaml", Staff.RolesFile))
                .Select(f => new DefinitionFile(f.Item1, Encoding.UTF8.GetBytes(f.Item2))));
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
