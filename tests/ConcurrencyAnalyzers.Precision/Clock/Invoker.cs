using System.Reflection;
using System.Reflection.Emit;

namespace ConcurrencyAnalyzers.Precision.Clock;

/// <summary>Calls a method with arguments from an array. The call goes through a pointer, so the compiler neither inlines it nor leaves out what it gives.</summary>
internal delegate void Invoke(object?[] arguments, nint method);

internal static class Invoker
{
    /// <summary>The instance, if there is one, comes first. A span is given as an array.</summary>
    public static Invoke Of(MethodInfo method)
    {
        var dynamic = new DynamicMethod("Invoke", typeof(void), [typeof(object?[]), typeof(nint)], typeof(Invoker).Module, skipVisibility: true);
        var code = dynamic.GetILGenerator();
        var next = 0;
        if (!method.IsStatic)
        {
            Load(next++);
            code.Emit(method.DeclaringType!.IsValueType ? OpCodes.Unbox : OpCodes.Castclass, method.DeclaringType);
        }

        foreach (var parameter in method.GetParameters())
        {
            Load(next++);
            var type = parameter.ParameterType;
            if (type.IsByRef)
            {
                var local = code.DeclareLocal(type.GetElementType()!);
                Convert(local.LocalType);
                code.Emit(OpCodes.Stloc, local);
                code.Emit(OpCodes.Ldloca, local);
            }
            else
            {
                Convert(type);
            }
        }

        code.Emit(OpCodes.Ldarg_1);
        code.EmitCalli(
            OpCodes.Calli, method.IsStatic ? CallingConventions.Standard : CallingConventions.Standard | CallingConventions.HasThis,
            method.ReturnType, [.. method.GetParameters().Select(static parameter => parameter.ParameterType)], null);
        if (method.ReturnType != typeof(void))
        {
            code.Emit(OpCodes.Pop);
        }

        code.Emit(OpCodes.Ret);
        return dynamic.CreateDelegate<Invoke>();

        void Load(int index)
        {
            code.Emit(OpCodes.Ldarg_0);
            code.Emit(OpCodes.Ldc_I4, index);
            code.Emit(OpCodes.Ldelem_Ref);
        }

        void Convert(Type type)
        {
            if (Inputs.SpanElement(type) is { } element)
            {
                var array = element.MakeArrayType();
                code.Emit(OpCodes.Castclass, array);
                code.Emit(OpCodes.Call, type.GetMethod("op_Implicit", [array])!);
            }
            else
            {
                code.Emit(OpCodes.Unbox_Any, type);
            }
        }
    }
}
