using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using ConcurrencyAnalyzers.CatalogBuilder.Derivation;
using ConcurrencyAnalyzers.CatalogBuilder.Metadata;
using ConcurrencyAnalyzers.CatalogBuilder.Tests.Programs;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ConcurrencyAnalyzers.CatalogBuilder.Tests.Metadata;

/// <summary>Whatever stands beside it, a sound assembly is derived, and what is left out is named with the reason.</summary>
public sealed class DamagedAssemblyTests
{
    private const string Library = """
        using System.Collections.Generic;
        using System.Threading.Tasks;

        namespace Library
        {
            public interface IStore { void Load(); int Size { get; } }
            public abstract class Base : IStore { public abstract void Load(); public virtual int Size => 1; int IStore.Size => 2; }
            public class Disk : Base { public override void Load() { System.Console.WriteLine(Size); } public class Nested<T> { public T? Value; } }
            public static class Tool
            {
                public static void Go() { try { new Disk().Load(); } catch (System.Exception e) { System.Console.WriteLine(e); } finally { Count(3); } }
                public static int Count(int n) { switch (n) { case 0: return 1; case 1: return 5; case 2: return 7; default: return Count(n - 1); } }
                public static async Task<int> GoAsync(IStore store) { await Task.Yield(); store.Load(); return store.Size; }
                public static IEnumerable<int> Items(List<int[]> items) { foreach (var item in items) yield return item.Length; }
            }
        }
        """;

    private const string Sound = """
        using System.Runtime.InteropServices;
        public class Derived : Library.Base { public override void Load() => Native.Read(); }
        public static class C
        {
            public static void Go() => Native.Read();
            public static void Uses() { Library.Tool.Go(); Native.Read(); }
            public static void Through(Library.Base item) => item.Load();
        }

        static class Native { [DllImport("blocker")] internal static extern void Read(); }
        """;

    private static readonly Lazy<byte[]> LibraryImage = new(static () => Compiler.Emit("Library", Library));

    private static readonly Lazy<byte[]> SoundImage = new(static () => Compiler.Emit("Sound", Sound, MetadataReference.CreateFromImage(LibraryImage.Value)));

    [Fact]
    public void An_assembly_that_is_whole_is_not_left_out() => Assert.Empty(Derive(LibraryImage.Value));

    [Fact]
    public void An_assembly_that_is_cut_short_anywhere_is_left_out()
    {
        var image = LibraryImage.Value;
        for (var length = 0; length < image.Length; length += length < 1024 ? 37 : 101)
        {
            Assert.Matches(@"^Library\.dll is left out: it is (cut short|damaged or no assembly \(.+\))\.$", Assert.Single(Derive(image[..length])));
        }

        Assert.Equal("Library.dll is left out: it is cut short.", Assert.Single(Derive(image[..^1])));
    }

    [Theory]
    [InlineData("", "Library.dll is left out: it is damaged or no assembly")]
    [InlineData("This is a text, and a fairly long one, so that there is something to read.", "Library.dll is left out: it is damaged or no assembly")]
    [InlineData("MZ", "Library.dll is left out: it is damaged or no assembly")]
    public void A_text_is_no_assembly(string text, string reason) =>
        Assert.StartsWith(reason, Assert.Single(Derive(System.Text.Encoding.ASCII.GetBytes(text))), StringComparison.Ordinal);

    [Fact]
    public void Random_bytes_are_no_assembly()
    {
        var random = new Random(20);
        for (var round = 0; round < 20; round++)
        {
            var bytes = new byte[random.Next(1, 5000)];
            random.NextBytes(bytes);
            Assert.StartsWith("Library.dll is left out: it is damaged or no assembly", Assert.Single(Derive(bytes)), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_native_library_of_either_platform_is_not_managed()
    {
        var elf = new byte[4096];
        new byte[] { 0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1 }.CopyTo(elf, 0);
        var native = LibraryImage.Value.ToArray();
        native.AsSpan(CorHeaderDirectory(native), 8).Clear();

        Assert.StartsWith("Library.dll is left out: it is damaged or no assembly", Assert.Single(Derive(elf)), StringComparison.Ordinal);
        Assert.Equal("Library.dll is left out: it is not managed.", Assert.Single(Derive(native)));
    }

    [Fact]
    public void A_module_without_a_manifest_is_left_out()
    {
        var module = Compiler.Compile("Library", "class C { }").WithOptions(new CSharpCompilationOptions(OutputKind.NetModule)).Emit();

        Assert.Equal("Library.dll is left out: it is a module without a manifest.", Assert.Single(Derive(module)));
    }

    [Fact]
    public void An_assembly_with_native_code_is_left_out()
    {
        var mixed = LibraryImage.Value.ToArray();
        using var reader = new PEReader(new MemoryStream(LibraryImage.Value));
        var flags = reader.PEHeaders.CorHeaderStartOffset + 16;
        Assert.Equal((int)CorFlags.ILOnly, BitConverter.ToInt32(mixed, flags));
        BitConverter.TryWriteBytes(mixed.AsSpan(flags), 0);

        Assert.Equal("Library.dll is left out: native code is mixed in.", Assert.Single(Derive(mixed)));
    }

    [Fact]
    public void What_is_not_there_or_is_a_folder_is_left_out()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.PathOf("Folder.dll"));
        using var universe = new Universe();

        Assert.Null(universe.Add(folder.PathOf("Gone.dll")));
        Assert.Null(universe.Add(folder.PathOf("Folder.dll")));

        Assert.StartsWith("Gone.dll is left out: Could not find file", universe.Skipped[0].ToString(), StringComparison.Ordinal);
        Assert.StartsWith("Folder.dll is left out: Access to the path", universe.Skipped[1].ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0x24)]
    [InlineData(0xc0)]
    [InlineData(0xfe)]
    [InlineData(0x38)]
    [InlineData(0x45)]
    [InlineData(0x28)]
    public void A_body_of_garbage_is_counted_and_everything_else_is_read(byte code)
    {
        var damaged = LibraryImage.Value.ToArray();
        var (start, length) = Body(damaged, "Go");
        damaged.AsSpan(start, length).Fill(code);
        using var folder = new TemporaryFolder();
        using var analysis = Run(folder, damaged);

        Assert.Empty(analysis.Universe.Skipped);
        Assert.Equal(1, analysis.Graph.DamagedBodies);
        AssertSound(analysis);
    }

    [Fact]
    public void A_signature_that_makes_no_sense_leaves_its_assembly_out_and_its_callers_are_derived()
    {
        var damaged = LibraryImage.Value.ToArray();
        using var reader = new PEReader(new MemoryStream(damaged));
        var metadata = reader.GetMetadataReader();
        var method = metadata.MethodDefinitions.Select(metadata.GetMethodDefinition).Single(method => metadata.GetString(method.Name) == "Count");
        var blob = reader.PEHeaders.MetadataStartOffset + metadata.GetHeapMetadataOffset(HeapIndex.Blob) + metadata.GetHeapOffset(method.Signature);
        Assert.Equal([4, 0, 1, 8], damaged[blob..(blob + 4)]);
        damaged[blob + 3] = 0x7f;

        Assert.StartsWith("Library.dll is left out: its members cannot be read (", Assert.Single(Derive(damaged)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_type_that_is_nested_in_itself_or_derives_from_itself_leaves_its_assembly_out()
    {
        Assert.Equal(
            "Library.dll is left out: its types cannot be read (a type is nested in itself).",
            Assert.Single(Derive(Odd(static (metadata, one, other) => { metadata.AddNestedType(one, other); metadata.AddNestedType(other, one); }, default))));
        Assert.Equal(
            "Library.dll is left out: one of its types derives from itself.",
            Assert.Single(Derive(Odd(static (_, _, _) => { }, MetadataTokens.TypeDefinitionHandle(3)))));
    }

    [Fact]
    public void A_type_specification_or_reference_that_contains_itself_is_unknown_or_damage()
    {
        Assert.Empty(Derive(Odd(
            static (metadata, _, _) =>
            {
                // An object with a modifier, which is this specification.
                var blob = new BlobBuilder();
                blob.WriteBytes(new byte[] { 0x20, (1 << 2) | 2, 0x1c });
                metadata.AddTypeSpecification(metadata.GetOrAddBlob(blob));
            },
            MetadataTokens.TypeSpecificationHandle(1))));
        Assert.Equal(
            "Library.dll is left out: its members cannot be read (a type that is referred to is nested in itself).",
            Assert.Single(Derive(Odd(
                static (metadata, _, _) => metadata.AddTypeReference(MetadataTokens.TypeReferenceHandle(1), default, metadata.GetOrAddString("Ring")),
                MetadataTokens.TypeReferenceHandle(1)))));
    }

    [Fact]
    public void Methods_that_override_each_other_do_so_one_way_only()
    {
        using var folder = new TemporaryFolder();
        using var analysis = Run(folder, Odd(
            static (metadata, _, other) =>
            {
                var nothing = new BlobBuilder();
                nothing.WriteBytes(new byte[] { 0x20, 0, 1 });
                const MethodAttributes Virtual = MethodAttributes.Public | MethodAttributes.Virtual | MethodAttributes.Abstract | MethodAttributes.NewSlot;
                var signature = metadata.GetOrAddBlob(nothing);
                var go = metadata.AddMethodDefinition(Virtual, default, metadata.GetOrAddString("Go"), signature, -1, default);
                var run = metadata.AddMethodDefinition(Virtual, default, metadata.GetOrAddString("Run"), signature, -1, default);
                metadata.AddMethodImplementation(other, go, run);
                metadata.AddMethodImplementation(other, run, go);
            },
            default));

        Assert.Empty(analysis.Universe.Skipped);
        AssertSound(analysis);
        Assert.Equal("Go", Assert.Single(analysis.Universe.Methods, static method => method is { Owner.Assembly.Name: "Library", Slots.Count: > 0 }).Name);
    }

    [Fact]
    public void A_byte_that_is_flipped_anywhere_never_ends_a_run()
    {
        var random = new Random(300);
        using var folder = new TemporaryFolder();
        for (var round = 0; round < 300; round++)
        {
            var damaged = LibraryImage.Value.ToArray();
            var position = random.Next(damaged.Length);
            damaged[position] ^= (byte)(1 << random.Next(8));
            if (round % 2 == 0)
            {
                damaged[position] = (byte)random.Next(256);
            }

            try
            {
                using var analysis = Run(folder, damaged, isLast: round % 3 == 0);
                Assert.All(analysis.Universe.Skipped, static skipped => Assert.Matches(@"^Library\.dll is left out: .+\.$", skipped.ToString()));
                AssertSound(analysis);
            }
            catch (Exception e)
            {
                Assert.Fail($"With byte {position} changed to {damaged[position]:x2}: {e}");
            }
        }
    }

    /// <summary>What is said of the library that is left out; the sound assembly has to be derived, whether it is read before or after.</summary>
    private static List<string> Derive(byte[] library)
    {
        using var folder = new TemporaryFolder();
        using var analysis = Run(folder, library);
        using var reversed = Run(folder, library, isLast: true);
        AssertSound(analysis);
        AssertSound(reversed);
        Assert.Equal(analysis.Universe.Skipped, reversed.Universe.Skipped);
        return [.. analysis.Universe.Skipped.Select(static skipped => skipped.ToString())];
    }

    private static Analysis Run(TemporaryFolder folder, byte[] library, bool isLast = false)
    {
        new Curated().Write(folder);
        string[] paths = [folder.Write("Library.dll", library), folder.Write("Sound.dll", SoundImage.Value)];
        return Analysis.Run("linux", isLast ? paths.Reverse() : paths, folder.Path);
    }

    private static void AssertSound(Analysis analysis)
    {
        Assert.Contains(analysis.Universe.Assemblies, static assembly => assembly.Name == "Sound");
        foreach (var name in new[] { "C.Go", "C.Uses", "Derived.Load" })
        {
            var method = Assert.Single(analysis.Universe.Methods, method => method.FullName == name);
            Assert.Contains(new EffectKey(EffectKind.File), analysis.EffectsOf(method).Keys);
        }
    }

    private static int CorHeaderDirectory(byte[] image)
    {
        using var reader = new PEReader(new MemoryStream(image));
        var isLong = reader.PEHeaders.PEHeader!.Magic == PEMagic.PE32Plus;
        return reader.PEHeaders.PEHeaderStartOffset + (isLong ? 112 : 96) + (14 * 8);
    }

    private static (int Start, int Length) Body(byte[] image, string method)
    {
        using var reader = new PEReader(new MemoryStream(image));
        var metadata = reader.GetMetadataReader();
        var definition = metadata.MethodDefinitions.Select(metadata.GetMethodDefinition).Single(definition => metadata.GetString(definition.Name) == method);
        var section = reader.PEHeaders.SectionHeaders[reader.PEHeaders.GetContainingSectionIndex(definition.RelativeVirtualAddress)];
        var body = reader.GetMethodBody(definition.RelativeVirtualAddress);
        var header = body.Size > 64 || body.ExceptionRegions.Length > 0 || !body.LocalSignature.IsNil || body.MaxStack > 8 ? 12 : 1;
        return (definition.RelativeVirtualAddress - section.VirtualAddress + section.PointerToRawData + header, body.GetILBytes()!.Length);
    }

    /// <summary>An assembly that no compiler writes: types 2 and 3, with what is added to them.</summary>
    private static byte[] Odd(Action<MetadataBuilder, TypeDefinitionHandle, TypeDefinitionHandle> add, EntityHandle baseOfTheSecond)
    {
        var metadata = new MetadataBuilder();
        var version = metadata.GetOrAddGuid(new Guid(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11));
        metadata.AddModule(0, metadata.GetOrAddString("Library.dll"), version, default, default);
        metadata.AddAssembly(metadata.GetOrAddString("Library"), new Version(1, 0, 0, 0), default, default, default, AssemblyHashAlgorithm.None);
        var field = MetadataTokens.FieldDefinitionHandle(1);
        var method = MetadataTokens.MethodDefinitionHandle(1);
        metadata.AddTypeDefinition(default, default, metadata.GetOrAddString("<Module>"), default, field, method);
        const TypeAttributes Nested = TypeAttributes.NestedPublic;
        var one = metadata.AddTypeDefinition(Nested, default, metadata.GetOrAddString("One"), default, field, method);
        var other = metadata.AddTypeDefinition(Nested, default, metadata.GetOrAddString("Other"), baseOfTheSecond, field, method);
        add(metadata, one, other);
        var image = new BlobBuilder();
        new ManagedPEBuilder(PEHeaderBuilder.CreateLibraryHeader(), new MetadataRootBuilder(metadata), new BlobBuilder()).Serialize(image);
        return image.ToArray();
    }
}
