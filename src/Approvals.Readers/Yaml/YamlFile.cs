using System.Text;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Approvals.Readers.Yaml;

/// <summary>The faults of one file while it is read; reading goes on after a fault, so that one run names them all.</summary>
internal sealed class YamlFile(string name)
{
    private const string Broken = "YAML 写法有误，多半是缩进、引号或括号";

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly List<Fault> _faults = [];

    public string Name { get; } = name;

    public IReadOnlyList<Fault> Faults => _faults;

    /// <summary>The same of the bytes of a file, which must be UTF-8.</summary>
    public YamlMap? Root(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return Root(Strict.GetString(bytes));
        }
        catch (DecoderFallbackException)
        {
            _faults.Add(new Fault(Name, 1, 1, "文件不是 UTF-8 编码的文本；请在编辑器里另存为 UTF-8"));
            return null;
        }
    }

    /// <summary>The root mapping; null, with a fault noted, where the text is not a YAML mapping.</summary>
    public YamlMap? Root(string text)
    {
        text = text.TrimStart('\uFEFF');
        if (Typing.Faults(text) is { Length: > 0 } typed)
        {
            _faults.AddRange(typed.Select(f => f with { File = Name }));
            return null;
        }

        var parser = new Parser(new StringReader(text));
        try
        {
            var stream = new YamlStream();
            stream.Load(parser);
            if (stream.Documents is [{ RootNode: YamlMappingNode root }])
            {
                return new YamlMap(this, root);
            }

            _faults.Add(new Fault(Name, 1, 1, stream.Documents.Count == 0 ? "文件是空的" : "文件应当是一份 YAML 键值表，且只有一份"));
        }
        catch (YamlException broken)
        {
            _faults.Add(new Fault(Name, broken.Start.Line, broken.Start.Column, Chinese(broken)));
        }
        catch (InvalidOperationException)
        {
            // The scanner's own slip: a bracket that is left open after a bare word.
            var at = parser.Current?.End ?? Mark.Empty;
            _faults.Add(new Fault(Name, at.Line, at.Column, Broken));
        }

        return null;
    }

    public void Fault(YamlNode at, string message)
    {
        var fault = new Fault(Name, at.Start.Line, at.Start.Column, message);
        if (!_faults.Contains(fault))
        {
            _faults.Add(fault);
        }
    }

    /// <exception cref="FaultsException">Anything was wrong in the file.</exception>
    public void ThrowIfWrong()
    {
        if (_faults.Count > 0)
        {
            throw new FaultsException(_faults);
        }
    }

    private static string Chinese(YamlException broken) =>
        broken.Message.LastIndexOf("uplicate key ", StringComparison.Ordinal) is var at and >= 0
            ? $"键 {broken.Message[(at + "uplicate key ".Length)..].Trim('.', ' ', '\'')} 写了两次"
            : Broken;
}
